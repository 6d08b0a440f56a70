-- Deadlines by month: how many fall due in each month. Deadlines that recur or have no last day are in no month.
-- `month` is its first day; `trước tháng 10/2024` is due in September.
-- `assignments` are those with a deadline in the month, each counted once.
WITH dated AS (
  SELECT document, id, CAST(date_trunc('month', due) AS DATE) AS month FROM deadlines WHERE due IS NOT NULL
), given AS (
  SELECT document, id AS assignment, unnest(deadlines) AS deadline FROM assignments
), tasks AS (
  SELECT DISTINCT dated.month, given.document, given.assignment
  FROM given JOIN dated ON dated.document = given.document AND dated.id = given.deadline
), months AS (
  SELECT month, count(*) AS deadlines, count(DISTINCT document) AS documents FROM dated GROUP BY month
), months_of_tasks AS (
  SELECT month, count(*) AS assignments FROM tasks GROUP BY month
)
SELECT months.month, months.deadlines, coalesce(months_of_tasks.assignments, 0) AS assignments, months.documents
FROM months LEFT JOIN months_of_tasks ON months_of_tasks.month = months.month
ORDER BY months.month
