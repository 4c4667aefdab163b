/** The style of the reference page; light and dark by the reader's own setting. */
export const pageStyle = `
:root{color-scheme:light dark;--bg:#fbfbfa;--ink:#1c1f24;--soft:#5d6570;--line:#e2e4e7;--card:#fff;--accent:#2453c9;
--read:#1f7a4d;--create:#2453c9;--update:#9a5b00;--delete:#b3261e}
@media(prefers-color-scheme:dark){:root{--bg:#14171b;--ink:#e7eaee;--soft:#9aa4b0;--line:#2a3038;--card:#1a1e24;
--accent:#8ab0ff;--read:#66d19e;--create:#8ab0ff;--update:#f0b35a;--delete:#ff8a80}}
*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:5rem}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 system-ui,sans-serif}
header{position:sticky;top:0;background:var(--bg);border-bottom:1px solid var(--line);padding:.8rem 1.5rem;display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;z-index:1}
header h1{font-size:1.05rem;margin:0;white-space:nowrap}header small{color:var(--soft);font-weight:400}
input{flex:1;max-width:28rem;margin-left:auto;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.4rem .7rem}
input:focus{outline:2px solid var(--accent);outline-offset:1px}
main{max-width:56rem;margin:0 auto;padding:1rem 1.5rem 5rem}
h2{margin:2.2rem 0 .6rem;font-size:1.15rem}h2 small{color:var(--soft);font-weight:400;font-size:.9rem}
details{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:.5rem 0}
summary{cursor:pointer;padding:.6rem .9rem;display:flex;gap:.7rem;align-items:baseline;flex-wrap:wrap;list-style:none}
summary::-webkit-details-marker{display:none}summary code{font-weight:600}summary span{color:var(--soft)}
.effect{margin-left:auto;font-size:.78rem;border:1px solid currentcolor;border-radius:99px;padding:0 .55rem}
.read{color:var(--read)}.create{color:var(--create)}.update{color:var(--update)}.delete{color:var(--delete)}
.body{padding:0 .9rem .9rem;border-top:1px solid var(--line)}
code,pre{font:.86rem/1.5 ui-monospace,monospace}pre{overflow:auto;background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:.7rem;margin:.4rem 0}
table{border-collapse:collapse;width:100%;margin:.4rem 0}td{border-top:1px solid var(--line);padding:.35rem .6rem .35rem 0;vertical-align:top}
td:nth-child(2){color:var(--soft);white-space:nowrap}h3{font-size:.9rem;margin:1rem 0 .2rem}p{margin:.7rem 0}
.none{color:var(--soft);display:none}[hidden]{display:none}
`

/** Filters operations as the reader types; a service without a match hides too. */
export const pageScript = `
const box=document.querySelector('input'),none=document.querySelector('.none')
box.addEventListener('input',()=>{const words=box.value.toLowerCase().split(/\\s+/).filter(Boolean);let any=false
for(const section of document.querySelectorAll('section')){let some=false
for(const item of section.querySelectorAll('details')){const hit=words.every((word)=>item.dataset.words.includes(word));item.hidden=!hit;some||=hit}
section.hidden=!some;any||=some}
none.style.display=any?'none':'block'})
addEventListener('keydown',(event)=>{if(event.key==='/'&&document.activeElement!==box){event.preventDefault();box.focus()}})
`
