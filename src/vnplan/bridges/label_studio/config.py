"""The labelling interface: one `Text`, a label for each kind of record, a form for the values of the chosen region."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from vnplan.bridges.fields import FIELDS, HEADER, KINDS, ROLES, Field, Kind
from vnplan.bridges.sheet import LINKS

TEXT, LABELS = "text", "kind"
OPTIONAL = " (optional)"  # of a role: an actor who may be named or not
YES_NO = ("yes", "no")

# apart in hue and in lightness, readable under black text
_COLOURS: dict[Kind, str] = {
    "citation": "#a6cee3",
    "deadline": "#fdbf6f",
    "target": "#b2df8a",
    "assignment": "#c7c7c7",
    "actor": "#cab2d6",
}
_LONG = ("title", "task", "indicator", "subject", "applies_to", "output")
_HINTS = {"day": "2026-06-30", "date": "2026-06-30, 2026-06, 2026", "number": "1200.5", "list": "one entry a line"}


def control(owner: str, field: Field) -> str:
    """The name of the control that holds a value: `deadline_kind`, `header_period_start`."""
    return f"{owner}_{field.path.replace('.', '_')}"


def link_labels() -> tuple[str, ...]:
    """What a link may be called: a role from an assignment to an actor; for others the kinds say it already."""
    return (*ROLES, *(role + OPTIONAL for role in ROLES), *filter(None, LINKS.values()))


def config() -> str:
    """The XML for *Settings, Labeling Interface*.

    >>> config().startswith("<View>")
    True
    """
    view = ET.Element("View")
    # without it a browser collapses white space: what is shown would not be the text
    ET.SubElement(view, "Style").text = ".htx-text, .htx-richtext, .lsf-htx-richtext { white-space: pre-wrap; }"
    labels = ET.SubElement(view, "Labels", name=LABELS, toName=TEXT, showInline="true")
    for kind in KINDS:
        ET.SubElement(labels, "Label", value=kind, background=_COLOURS[kind])
    relations = ET.SubElement(view, "Relations", choice="multiple")
    for label in link_labels():
        ET.SubElement(relations, "Relation", value=label)
    ET.SubElement(view, "Text", name=TEXT, value="$text", granularity="symbol", saveTextResult="yes")
    for kind in KINDS:
        _form(view, kind)
    header = ET.SubElement(ET.SubElement(view, "Collapse"), "Panel", value="The document")
    for field in HEADER:
        _words(header, "header", field, {})
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _form(view: ET.Element, kind: Kind) -> None:
    """The values of a region of a kind, shown while one is chosen."""
    chosen = {"visibleWhen": "region-selected", "whenTagName": LABELS, "whenLabelValue": kind}
    form = ET.SubElement(view, "View", chosen)
    ET.SubElement(form, "Header", value=f"This {kind}", size="4")
    for field in FIELDS[kind]:
        if field.form in ("choice", "flag"):
            _choices(form, kind, field, chosen)
        else:
            _words(form, kind, field, {"perRegion": "true"})


def _choices(form: ET.Element, kind: Kind, field: Field, chosen: dict[str, str]) -> None:
    attributes = {
        "name": control(kind, field),
        "toName": TEXT,
        "choice": "single-radio" if field.required else "single",
        "perRegion": "true",
        "showInline": "true",
        **chosen,
    }
    if field.required:
        attributes["required"] = "true"
        attributes["requiredMessage"] = f"{kind}: choose its {field.name}"
    ET.SubElement(form, "Header", value=field.path.replace(".", ", ").replace("_", " "), size="6")
    choices = ET.SubElement(form, "Choices", attributes)
    for value in field.choices or YES_NO:
        ET.SubElement(choices, "Choice", value=value)


def _words(form: ET.Element, owner: str, field: Field, more: dict[str, str]) -> None:
    name = field.path.replace(".", ", ").replace("_", " ")
    hint = _HINTS.get(field.form)
    attributes = {
        "name": control(owner, field),
        "toName": TEXT,
        "editable": "true",
        "rows": "2" if field.name in _LONG else "1",
        "placeholder": f"{name}: {hint}" if hint else name,
        **more,
    }
    if field.form != "list":
        attributes["maxSubmissions"] = "1"
    ET.SubElement(form, "Header", value=name, size="6")
    ET.SubElement(form, "TextArea", attributes)
