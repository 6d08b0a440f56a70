-- Cited instruments: every instrument that has a key, with the commonest spelling of each field.
-- A document's citations of itself are left out, and so are citations without a key: two of them may mean two things.
SELECT
  citations.key,
  mode(citations.type) AS type,
  mode(citations.designation) AS designation,
  mode(citations.issued_on) AS issued_on,
  mode(citations.issuer) AS issuer,
  mode(citations.title) AS title,
  count(*) AS mentions,
  count(DISTINCT citations.document) AS documents,
  count(*) FILTER (citations.relation = 'legal_basis') AS as_legal_basis,
  min(documents.issued_on) AS first_cited,
  max(documents.issued_on) AS last_cited
FROM citations
JOIN documents ON documents.document = citations.document
WHERE citations.key IS NOT NULL AND citations.form <> 'self'
GROUP BY citations.key
ORDER BY documents DESC, mentions DESC, citations.key
