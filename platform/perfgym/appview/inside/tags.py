"""What a page may be made of in the preview: elements and attributes that show something, and do nothing."""

VOID = {"br", "hr", "img", "input", "col", "wbr"}
TAGS = VOID | {
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "button", "caption", "center",
    "cite", "code", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "fieldset", "figcaption",
    "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "i", "ins", "kbd",
    "label", "legend", "li", "main", "mark", "menu", "meter", "nav", "ol", "optgroup", "option", "output", "p", "pre",
    "progress", "q", "rp", "rt", "ruby", "s", "samp", "search", "section", "select", "small", "span", "strike",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "tr", "tt",
    "u", "ul", "var",
}  # fmt: skip
FIELDS = {"button", "input", "select", "textarea"}  # shown, and switched off: nothing is sent from a preview
ANY = {"class", "id", "style", "title", "lang", "dir", "hidden", "role", "aria-label", "align", "width", "height"}
ATTRIBUTES = {
    "img": {"alt"},
    "td": {"colspan", "rowspan", "valign", "bgcolor", "nowrap"},
    "th": {"colspan", "rowspan", "scope", "valign", "bgcolor", "nowrap"},
    "tr": {"valign", "bgcolor"},
    "table": {"border", "cellpadding", "cellspacing", "bgcolor"},
    "col": {"span"}, "colgroup": {"span"},
    "ol": {"start", "type", "reversed"}, "ul": {"type"}, "li": {"value"},
    "input": {"type", "value", "placeholder", "checked", "size"},
    "textarea": {"rows", "cols", "placeholder"},
    "select": {"multiple", "size"},
    "option": {"value", "selected", "label"}, "optgroup": {"label"},
    "meter": {"value", "min", "max", "low", "high", "optimum"}, "progress": {"value", "max"},
    "details": {"open"}, "time": {"datetime"}, "font": {"color", "face", "size"}, "body": {"bgcolor", "text"},
}  # fmt: skip
ATTRIBUTE_CHARS = 2000


def allowed(tag: str, name: str) -> bool:
    return name in ANY or name in ATTRIBUTES.get(tag, ())
