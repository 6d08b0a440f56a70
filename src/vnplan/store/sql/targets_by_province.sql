-- Targets by province: what plans for a province commit to, by indicator, unit and the year in which it is due.
-- `year` is that of the target's own last day, else that of the deadline which dates it, else null.
-- Documents are counted by a number in a list: over a million targets that takes half the time of DISTINCT.
WITH numbered AS (
  SELECT document, province, row_number() OVER () AS number FROM documents
)
SELECT
  numbered.province,
  targets.indicator,
  targets.unit,
  targets.mode,
  targets.comparator,
  year(coalesce(targets."end", deadlines.due)) AS year,
  count(*) AS targets,
  list_unique(list(numbered.number)) AS documents,
  min(targets.value) AS value_min,
  median(targets.value) AS value_median,
  max(coalesce(targets.value_max, targets.value)) AS value_max
FROM targets
JOIN numbered ON numbered.document = targets.document
LEFT JOIN deadlines ON deadlines.document = targets.document AND deadlines.id = targets.deadline
GROUP BY ALL
ORDER BY ALL
