"""Five hundred texts that would be something else to a program which takes text for markup.

Formulas, HTML, Typst, Word fields and XML, control and bidirectional characters, and all of these around
a Japanese word; always the same five hundred, in the same order.
"""

from itertools import chain, product

FORMULAS = [
    f"{start}{body}"
    for start, body in product(
        ("=", "+", "-", "@", "\t=", " =", "＝"),
        (
            'HYPERLINK("http://x.example","y")',
            "cmd|' /C calc'!A0",
            "SUM(1,1)",
            "1+1",
            'WEBSERVICE("http://x")',
        ),
    )
]
TAGS = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<b>太字</b>"),
    *(
        "</p><h1>見出し</h1>",
        "</title><title>x</title>",
        "<!-- ",
        "-->",
        "<![CDATA[x]]>",
        "]]>",
        "<?php x ?>",
    ),
    *(
        '" onmouseover="alert(1)',
        "' autofocus onfocus='alert(1)",
        "javascript:alert(1)",
        "<a href='javascript:1'>x",
    ),
    *(
        "{{ 7|add:7 }}",
        "{% load x %}",
        "${7*7}",
        "<base href=//x>",
        "<form action=//x>",
        "<style>*{display:none}",
    ),
    *(
        "<iframe src=//x>",
        "<meta http-equiv=refresh content=0>",
        "&lt;b&gt;",
        "&amp;",
        "&#60;script&#62;",
        "&x;",
    ),
]
TYPST = [
    *(
        '#eval("1+1")',
        '#read("/etc/passwd")',
        '#import "x"',
        "#let x = 1",
        "$x^2$",
        "@ref",
        "<label>",
        "*太字*",
    ),
    *(
        "_斜体_",
        "= 見出し",
        "- 項目",
        "+ 項目",
        "/ 用語: x",
        "`code`",
        "```typ #panic() ```",
        "\\",
        "#pagebreak()",
    ),
    *(
        "#set page(width: 1pt)",
        "#table()",
        "//comment",
        "/* comment",
        "https://x.example/#a",
        "~",
        "---",
        "#",
    ),
]
WORD = [
    *("<w:p/>", "<w:r><w:t>x</w:t></w:r>", '<w:instrText>HYPERLINK "x"</w:instrText>', "{ MERGEFIELD x }"),
    *('{ INCLUDETEXT "x" }', "</w:t></w:r></w:p>", '<?xml version="1.0"?>', "<!DOCTYPE x [<!ENTITY y 'z'>]>"),
    *("&y;", "w:rsidR", "{ DDEAUTO c:\\\\x }", "<w:br w:type='page'/>"),
]
CONTROLS = [chr(code) for code in (*range(1, 9), 11, 12, *range(14, 32), 127, 0x85, 0xAD)]
MARKS = [
    chr(code) for code in (0x200B, 0x200D, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF, 0xFFFE)
]
OTHERS = [
    "💥",
    "𠮷野家",
    "ｶﾞ",
    "が" * 3,
    "e\u0301" * 5,
    "\u0600",
    "＜script＞",
    "ﷺ",
    "🏳️‍🌈",
    "\U000e0001",
    "‮逆",
]

_SINGLE = [*FORMULAS, *TAGS, *TYPST, *WORD, *CONTROLS, *MARKS, *OTHERS]
_WRAPPED = chain.from_iterable((f"窓口{each}改善", f"{each}窓口", f"窓口{each}") for each in _SINGLE)
PAYLOADS = [*_SINGLE, *_WRAPPED][:500]
