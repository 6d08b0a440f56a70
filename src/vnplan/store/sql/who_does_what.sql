-- Who does what: a row for each body of each assignment, with the document that gives it.
-- `due` is the earliest last day in time of the assignment's deadlines.
SELECT
  actors.agency,
  actors.role,
  assignments.task,
  assignments.due,
  assignments.output,
  assignments.modality,
  sections.heading AS section,
  documents.document_type,
  documents.designation,
  documents.issuer,
  documents.province,
  documents.issued_on,
  documents.uri,
  actors.document,
  actors.assignment,
  assignments.page,
  assignments.confidence
FROM actors
JOIN assignments ON assignments.document = actors.document AND assignments.id = actors.assignment
JOIN documents ON documents.document = actors.document
LEFT JOIN sections ON sections.document = assignments.document AND sections.id = assignments.section
