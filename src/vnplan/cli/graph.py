"""`vnplan graph`: who cites what, as a graph for Gephi and Cytoscape or as a table of edges."""

from __future__ import annotations

import csv
from pathlib import Path

import click

EPILOG = """\b
Examples:
  vnplan graph plans/ --output plans.graphml      nodes and edges for Gephi, Cytoscape, yEd
  vnplan graph plans.jsonl --output edges.csv     source, target, relation, document, citation
"""


@click.command("graph", epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--output", required=True, type=click.Path(path_type=Path), help="A `.graphml` or `.csv` file to write.")
@click.option("--workers", default=1, show_default=True, help="Child processes, where documents are parsed.")
def command(paths: tuple[str, ...], output: Path, workers: int) -> int:
    """Write the graph of citations of plans (documents, folders, or JSON Lines of records).

    Nodes are plans and instruments by their keys; edges say how one uses the other: legal_basis, implements, amends,
    replaces, repeals, guides, issued_with, mentions. What the registry knows of cited instruments is added.
    """
    from vnplan.cli.records import records_of
    from vnplan.collection import Edge, citation_graph, edges, write_graph
    from vnplan.registry import Registry

    if output.suffix not in (".graphml", ".csv"):
        raise click.UsageError(f"{output}: name it .graphml or .csv")
    records = list(records_of(paths, workers))
    if output.suffix == ".graphml":
        graph = citation_graph(records, Registry.default())
        write_graph(graph, output)
        click.echo(f"{graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges in {output}", err=True)
        return 0
    found = list(edges(records, Registry.default()))
    with output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Edge._fields)
        writer.writerows([value or "" for value in edge] for edge in found)
    click.echo(f"{len(found)} edges in {output}", err=True)
    return 0
