"""Other tools: spaCy pipelines, Label Studio, files that models are trained on; and the way back to annotated plans."""
