"""The graph of citations: who cites what, in which relation, and what instruments do to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from os import PathLike
from typing import TYPE_CHECKING, NamedTuple

from vnplan.core.issues import UsageError
from vnplan.identity import key_of
from vnplan.record import PlanRecord
from vnplan.record.models import Citation
from vnplan.registry import Registry

if TYPE_CHECKING:
    import networkx as nx

_BETWEEN_INSTRUMENTS = ("amends", "amended_by", "replaces", "repeals", "guides")


class Edge(NamedTuple):
    """One citation: from the node that acts to the node acted upon.

    A node is an instrument's key, or for a plan without one its `source.uri`. `document` and `citation` say where it
    stands; edges of a registry have neither.
    """

    source: str
    target: str
    relation: str
    document: str | None = None
    citation: str | None = None


def node_of(record: PlanRecord) -> str:
    """The node of a plan: its own key, else where it came from."""
    return record.header.key or record.source.uri


def edges(records: Iterable[PlanRecord], registry: Registry | None = None) -> Iterator[Edge]:
    """The relations that records tell, one a citation with a key; then those of the registry between their nodes.

    In `A được sửa đổi bởi B` the edge goes from B to A: what an instrument does starts at it.
    """
    seen: set[str] = set()
    for record in records:
        own = node_of(record)
        seen.add(own)
        for edge in _told(record, own):
            seen |= {edge.source, edge.target}
            yield edge
    if registry is not None:
        yield from _known(registry, seen)


def _told(record: PlanRecord, own: str) -> Iterator[Edge]:
    before: Citation | None = None  # the citation that may be the one that acts
    for citation in record.citations:
        key = citation.instrument.key
        if key is None or citation.form == "self":
            continue
        source, target, relation = own, key, citation.relation
        if relation in _BETWEEN_INSTRUMENTS and before is not None and before.instrument.key not in (None, key):
            # the other end stands before it: `Luật A được sửa đổi bởi Luật B`, `Nghị định A sửa đổi Nghị định B`
            other = before.instrument.key or own
            source, target = (key, other) if relation == "amended_by" else (other, key)
            relation = "amends" if relation == "amended_by" else relation
        elif relation == "amended_by":
            source, target, relation = key, own, "amends"
        yield Edge(source, target, relation, record.source.uri, citation.id)
        before = citation


def _known(registry: Registry, nodes: set[str]) -> Iterator[Edge]:
    """What the registry says of instruments that are nodes."""
    keys = {entry.id: key_of(entry) for entry in registry}
    for entry in registry:
        source = keys[entry.id]
        if source not in nodes:
            continue
        for relation, ids in (("amends", entry.amends), ("replaces", entry.replaces)):
            for target in filter(None, map(keys.get, ids)):
                if source and target in nodes:
                    yield Edge(source, target, relation)


def citation_graph(records: Iterable[PlanRecord], registry: Registry | None = None) -> nx.MultiDiGraph[str]:
    """The graph with a node for each plan and instrument (`label`, `kind`, `date`) and an edge for each relation.

    `write_graph(graph, path)` writes it for Gephi, Cytoscape and yEd. Raises UsageError without networkx.
    """
    if find_spec("networkx") is None:
        raise UsageError("the graph needs networkx: pip install 'vnplan[graph]'")
    import networkx as nx  # noqa: PLC0415

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plans = list(records)
    for record in plans:
        header = record.header
        label = " ".join(filter(None, (header.document_type, header.designation))) or record.source.uri
        date = header.issued_on.isoformat() if header.issued_on else ""
        graph.add_node(node_of(record), label=label, kind="plan", date=date, province=header.province or "")
    for record in plans:
        for citation in record.citations:
            key = citation.instrument.key
            if key is not None and key not in graph:
                said = citation.instrument
                label = " ".join(filter(None, (said.type, said.designation or said.title)))
                graph.add_node(key, label=label, kind="instrument", date=said.issued_on or "", province="")
    for edge in edges(plans, registry):
        graph.add_edge(
            edge.source,
            edge.target,
            relation=edge.relation,
            document=edge.document or "",
            citation=edge.citation or "",
        )
    return graph


def write_graph(graph: nx.MultiDiGraph[str], path: str | PathLike[str]) -> None:
    """Write the graph as GraphML."""
    import networkx as nx  # noqa: PLC0415

    nx.write_graphml(graph, path)
