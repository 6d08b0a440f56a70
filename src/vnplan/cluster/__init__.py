"""Documents on many machines: Dask hands out parts of a list, Parquet comes out. Needs the extra `dask`."""

from vnplan.cluster.extract import ClusterOutcome, extract_cluster

__all__ = ["ClusterOutcome", "extract_cluster"]
