"""Many records together: the instruments they cite, the graph of citations."""

from vnplan.collection.graph import Edge, citation_graph, edges, write_graph
from vnplan.collection.grow import Grown, grow

__all__ = ["Edge", "Grown", "citation_graph", "edges", "grow", "write_graph"]
