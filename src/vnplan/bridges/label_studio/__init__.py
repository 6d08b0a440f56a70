"""Label Studio: the labelling interface, tasks with pre-annotations, and corrected annotations back."""
