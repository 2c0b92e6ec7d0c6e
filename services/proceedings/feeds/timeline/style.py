"""The picture's colours, in a light and a dark page."""

from typing import Final

STYLE: Final = """
svg{--paper:#ffffff;--ink:#1b2433;--soft:#5b6675;--faint:#8a94a3;--line:#e3e7ed;--track:#eef1f5;
--met:#1a7f4b;--open:#1f5fbf;--missed:#c0341d;--moved:#97a1b0;
--commerce:#1f4e8c;--itc:#8a4b08;--other:#5a4b8a;--provisional:#2f6fc4;--definitive:#1b4b8f;--agreement:#6a51a3;
--gap:#c0341d}
@media (prefers-color-scheme:dark){svg{--paper:#10151d;--ink:#e8edf4;--soft:#a9b4c3;--faint:#7f8b9b;--line:#263040;
--track:#1b2330;--met:#4cc38a;--open:#70a9ff;--missed:#ff8069;--moved:#6d7889;
--commerce:#7fb2ff;--itc:#f0ad5c;--other:#b9a5f0;--provisional:#3d7ad1;--definitive:#2a5ea8;--agreement:#7b63b8;
--gap:#ff8069}}
text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--ink)}
.paper{fill:var(--paper)}.frame{fill:none;stroke:var(--line)}
.name{font-size:21px;font-weight:650}.sub{font-size:13px;fill:var(--soft)}
.head{font-size:11px;font-weight:650;letter-spacing:.06em;fill:var(--faint)}
.soft{fill:var(--soft)}.faint{fill:var(--faint);font-size:11px}.strong{font-weight:600}
.grid{stroke:var(--line)}.rule{stroke:var(--line)}.lead{stroke:var(--moved);opacity:.55}
.track{fill:var(--track)}.axis{stroke:var(--soft);stroke-width:1.5}
.now{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:2 3}
.COMMERCE{fill:var(--commerce)}.ITC{fill:var(--itc)}.OTHER{fill:var(--other)}
.MET{fill:var(--met)}.OPEN{fill:var(--open)}.MISSED{fill:var(--missed)}.SUPERSEDED{fill:var(--moved)}
.bar{opacity:.3}.edge{stroke:var(--paper);stroke-width:1.5}
.PROVISIONAL{fill:var(--provisional)}.DEFINITIVE{fill:var(--definitive)}.AGREEMENT{fill:var(--agreement)}
.GAP{fill:url(#gap)}.wash{opacity:.05}.hatch{stroke:var(--gap);stroke-width:2.4}
.onband{fill:#fff;font-weight:600;font-size:11px}.ongap{fill:var(--gap);font-weight:600;font-size:11px}
.halo{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}.gaprim{fill:none;stroke:var(--gap)}
"""
