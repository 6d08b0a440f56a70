"""The charts as Vega-Lite specifications, made by Vega-Altair. `@key` is a text of the interface; data come later."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

_STEP = 22  # pixels a row
_FIT: Any = {"type": "fit-x", "contains": "padding"}


def vega() -> str:
    """Vega, Vega-Lite and Vega-Embed with their licences as one script, out of the installed package."""
    import vl_convert  # noqa: PLC0415

    licence = files("vnplan.report").joinpath("templates/vega-licence.txt").read_text(encoding="utf-8")
    # in a scope of its own: its functions have names of one letter
    return f"/*\n{licence}*/\n(() => {{\n{vl_convert.javascript_bundle('window.vegaEmbed = vegaEmbed;')}\n}})();"


def specifications() -> dict[str, dict[str, Any]]:
    """Each chart by its name."""
    charts = {"timeline": _timeline(), "lag": _lag(), "reuse": _reuse(), "citations": _citations()}
    return {name: chart.to_dict() for name, chart in charts.items()}


def _step(**more: str) -> Any:
    import altair as alt  # noqa: PLC0415

    return alt.Step(_STEP, **more)


def _timeline() -> Any:
    import altair as alt  # noqa: PLC0415

    return (
        alt.Chart(alt.NamedData("rows"), width="container", height=_step(**{"for": "position"}), autosize=_FIT)
        .mark_circle(opacity=0.8, cursor="pointer")
        .encode(
            x=alt.X("month:T", title="@axis.month", axis=alt.Axis(format="%m/%Y", labelOverlap=True)),
            y=alt.Y("row:N", title=None),
            yOffset="dates:N",
            size=alt.Size("n:Q", title="@axis.n", scale=alt.Scale(range=[40, 400]), legend=None),
            color=alt.Color("dates:N", title="@axis.dates"),
            tooltip=[
                alt.Tooltip("row:N", title="@axis.plan"),
                alt.Tooltip("shown:N", title="@axis.month"),
                alt.Tooltip("dates:N", title="@axis.dates"),
                alt.Tooltip("n:Q", title="@axis.n"),
            ],
        )
    )


def _lag() -> Any:
    import altair as alt  # noqa: PLC0415

    return (
        alt.Chart(alt.NamedData("rows"), width="container", height=_step(), autosize=_FIT)
        .mark_bar(cursor="pointer", cornerRadiusEnd=2)
        .encode(
            x=alt.X("days:Q", title="@axis.days"),
            y=alt.Y("plan:N", title=None, sort=alt.EncodingSortField("days", order="ascending")),
            tooltip=[
                alt.Tooltip("plan:N", title="@axis.plan"),
                alt.Tooltip("on:N", title="@axis.on"),
                alt.Tooltip("days:Q", title="@axis.days"),
            ],
        )
    )


def _reuse() -> Any:
    import altair as alt  # noqa: PLC0415

    return (
        alt.Chart(alt.NamedData("rows"), width=_step(), height=_step())
        .mark_rect(cursor="pointer")
        .encode(
            x=alt.X("other:N", title=None, axis=alt.Axis(orient="top", labelAngle=-60)),
            y=alt.Y("plan:N", title=None),
            color=alt.Color(
                "share:Q", title="@axis.share", scale=alt.Scale(domainMin=0), legend=alt.Legend(format="%")
            ),
            tooltip=[
                alt.Tooltip("plan:N", title="@axis.plan"),
                alt.Tooltip("other:N", title="@axis.other"),
                alt.Tooltip("share:Q", title="@axis.share", format=".0%"),
                alt.Tooltip("words:Q", title="@axis.words"),
                alt.Tooltip("kind:N", title="@axis.kind"),
            ],
        )
    )


def _citations() -> Any:
    import altair as alt  # noqa: PLC0415

    near = alt.selection_point(name="near", fields=["node"], on="pointerover", empty=False, clear="pointerout")
    touches = "near.node && (indexof(near.node, datum.source) >= 0 || indexof(near.node, datum.target) >= 0)"
    x = alt.X("x:T", title="@axis.issued", axis=alt.Axis(format="%Y", grid=False, tickCount="year", labelOverlap=True))
    y = alt.Y("y:Q", title=None, axis=None, scale=alt.Scale(domain=[-0.5, 5.5], reverse=True))
    lines = (
        alt.Chart(alt.NamedData("lines"))
        .mark_rule(strokeWidth=1)
        .encode(
            x=x,
            x2="x2:T",
            y=y,
            y2="y2:Q",
            opacity=alt.condition(touches, alt.value(0.95), alt.value(0.22)),
            tooltip=alt.value(None),
        )
    )
    bands = (
        alt.Chart(alt.NamedData("bands"))
        .mark_text(align="left", baseline="top", dy=-34, fontSize=12, fontWeight=600)
        .encode(x=alt.value(0), y=y, text="label:N")
    )
    nodes = (
        alt.Chart(alt.NamedData("nodes"))
        .mark_circle(opacity=0.9, cursor="pointer")
        .encode(
            x=x,
            y=y,
            size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=[36, 360])),
            color=alt.Color("band:N", legend=None),
            tooltip=[
                alt.Tooltip("label:N", title="@axis.label"),
                alt.Tooltip("day:N", title="@axis.issued"),
                alt.Tooltip("band:N", title="@axis.band"),
                alt.Tooltip("n:Q", title="@axis.cited_by"),
            ],
        )
        .add_params(near)
    )
    return alt.layer(lines, bands, nodes, width="container", height=520)
