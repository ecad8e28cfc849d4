"""Lists of words and shapes that the guard goes by. All matched without regard to case."""

from __future__ import annotations

import re

from hotseat.core.judgment.clarify import stem


def listed(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


ANY_CASE = re.IGNORECASE

MARKUP = re.compile(
    r"[*_#`~+|<>{}\[\]\\^=@]|https?:|www\.|^\s*(?:[-•–—·]|\d{1,2}[.)])\s|[.!?:]\s+[-•·]\s|\n\s*(?:[-•]|"
    r"\d{1,2}[.)])|&\w+;|:\w+:|\$\w|"
    r"[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]|[()]|--|;\s*$|\b[a-z]\)|\b\w+\(\)|\b\w+_\w+\b|/",
    re.MULTILINE,
)
"""What a voice cannot say: markup, lists, links, code, emoji, stage directions."""

LABELLED = re.compile(
    r"(?:^|[.!?…]\s+)\s*(?:interviewer|assistant|question|q|answer|response|system|user|candidate)\s*[:\-]", ANY_CASE
)

ADJECTIVE = (
    r"(?:good|great|nice|solid|sharp|strong|clear|fair|smart|clever|wise|thoughtful|insightful|useful|helpful|"
    r"thorough|"
    r"interesting|reasonable|sensible|crisp|tight|careful|valid|decent|neat|cool|lovely|fine|healthy|mature|right|"
    r"correct|"
    r"compelling|convincing|honest|rigorous|concrete|impressive|excellent|perfect|wonderful)"
)
OF_AN_ANSWER = (
    r"(?:answer|point|question|thinking|idea|call|job|work|start|choice|approach|framing|structure|reasoning|"
    r"instincts?|"
    r"thoughts?|plan|insight|observation|distinction|catch|response|judgment|one|stuff|move|direction|line|progress|"
    r"setup|articulation|clarity|take|way to (?:put|frame|think|look))"
)
PRAISE = re.compile(
    rf"(?:^|[.!?,;:—–-]\s*)(?:(?:that|this|it|what|which)(?:'s| is| was| sounds| seems| looks| feels)|yes|yeah|"
    rf"okay|ok|well|"
    rf"right|so|and|very|really|pretty|quite|such|sounds|looks|all|also|a|an|indeed|ah|oh|hm+|mm+)?(?:[ ,]+(?:very|"
    rf"really|"
    rf"pretty|quite|such|so|all|a|an|actually|indeed|extremely|truly))*[ ,]*(?<![\w'])(?!right\b|fine\b|"
    rf"clear\b[^,.!;]|fair\b[^,.!;])"
    rf"{ADJECTIVE}(?: indeed| stuff| work| start| so far| then| enough)?\s*(?:[.,!;:—–]|$)"
    rf"|\b(?:that's|that is|you're|you are|you were|that was|this is) (?:completely |totally |quite |exactly |"
    rf"absolutely |very |"
    rf"really |so |a |an )*(?:right|correct|{ADJECTIVE})(?= *(?:[.,!;:—–]|$|about|that|to|on|and|but|answer|point|"
    rf"there|thinking))"
    rf"|\b(?:that's|that is|this is|you(?:'ve| have)? (?:have|got|gave|give|made|drawn|set|named|picked)(?: me|"
    rf" us)?) "
    rf"(?:a|an|the|such a|one)? ?(?:very |really |pretty |so |quite |truly )*{ADJECTIVE} \w+(?= *[.!,;:])"
    rf"|"
    rf"\b(?<!what's a )(?<!what is a )(?<!a )(?<!the ){ADJECTIVE} (?:\w+ )?{OF_AN_ANSWER}\b(?! of)(?= "
    rf"*(?:[.,!;:—–]|$|there|and|"
    r"but|on|about|so|now|to|here|that|you|with))"
    r"|\b(?:a|the|such a|one) (?:very |really |pretty )?(?:good|great|nice|strong|solid|fair|excellent|smart|"
    r"clear|sharp|valid|"
    r"thoughtful|interesting|reasonable|sensible) (?:answer|point|question|start|framing|instinct|approach|"
    r"observation|"
    r"distinction|insight|way to (?:put|frame|think|look))\b(?! (?:look|sound|need|be|contain|from|for|of)\b)"
    r"|\byour (?:\w+ ){1,3}(?:is|was|are|sounds?|looks?|seems?) (?:very |really |quite |so )?"
    r"(?:good|great|solid|sharp|strong|clear|sound|smart|thoughtful|impressive|sensible|reasonable|convincing|"
    r"excellent)\b"
    r"(?! (?:enough|for|on|when|at|in|until|and you)\b)"
    r"|\b(?:excellent|brilliant\w*|awesome|amazing\w*|fantastic|marvell?ous|impressi\w+|impressed|superb\w*|"
    r"outstanding|"
    r"terrific|splendid|stellar|flawless|masterful\w*|beautiful(?:ly)? (?:put|said|done|answer\w*)|perfect answer|"
    r"(?:nicely|well|neatly|perfectly|clearly|cleanly|rightly|smartly) (?:done|put|said|thought|reasoned|framed|"
    r"argued|handled|"
    r"explained|structured|spotted|observed)|well[- ]thought|(?:put|framed|handled|answered|said|"
    r"explained) (?:that |it |this )?"
    r"(?:so |very |really )?(?:nicely|well|perfectly|beautifully|clearly)|"
    r"i (?:really |absolutely |totally |do |very much )?(?:love|loved|like|liked|appreciate|enjoy\w*|"
    r"admire) (?:that|it|this|how|the|your|"
    r"where)|spot[- ]on|nailed|exactly(?: right)?(?=[.!,])|precisely(?=[.!,])|absolutely|definitely(?=[.!,])|(?:^|"
    r"[.!?] )(?:really )?(?:love|like|loving|liking) (?:that|it|this)|"
    r"fair (?:point|enough)|(?:that |it |this |which |your \w+ )(?:certainly |really )?makes (?:good |perfect |"
    r"total |a lot of "
    r"|complete )?sense|(?:^|[.!?] )(?:makes sense|agreed|right you are|true)(?=[.,!])|i(?:'d| would)? (?:fully |"
    r"totally |completely )?"
    r"agree(?:d)?|bravo|kudos|congrat\w*|impeccabl\w+|that's helpful|(?:thanks|thank you) for (?:the|that|your|"
    r"sharing|being|"
    r"explain\w*|walking)|(?:how|very|really|quite|that's) interesting|the right (?:track|idea|call|instinct|"
    r"question to)|"
    r"couldn't have|keep it up|way to go|music to my ears|bingo|bang on|that works\b(?! (?:for|at|in|on))|"
    r"good for you|"
    r"i'm (?:convinced|persuaded|sold|happy with)|you've convinced|top[- ]notch|first[- ]rate|gold star|hats? off|"
    r"wow)\b",
    ANY_CASE,
)
"""Approval in any shape: by itself, of an answer, of the candidate."""

EXCLAIMED = re.compile(r"[\w']+!")

HINT = re.compile(
    r"\b(?:have you (?:considered|thought (?:about|of)|tried)|you (?:should|ought to|might want to|may want to|"
    r"need to "
    r"(?:add|use|mention|say|include|think|consider)|could (?:use|add|try|consider|also|always|simply|just)|"
    r"want to (?:use|add|try|consider|mention|say|include))"
    r"|don't forget|remember (?:that|to)|what about (?:adding|using|having)|how about|why not (?:add|use|try|"
    r"have|put|include|start)|the (?:right|correct|best|"
    r"ideal|expected|model) (?:answer|response|approach|move)|i(?:'d| would| might)? (?:suggest|recommend|advise|"
    r"propose)"
    r"|think about (?:whether|using|adding|how)|(?<!you )(?<!would )(?<!to )consider|a? ?hint|"
    r"for example,? you|for instance|such as|"
    r"(?:most|strong|good|other|successful) candidates|what i(?:'m| am) looking for|i(?:'m| am) looking for|"
    r"(?:would|wouldn't|could|couldn't) it (?:be|make sense) (?:better|to)|wouldn't you (?:want|need|rather)|"
    r"you(?:'re| are) missing|you (?:missed|forgot|left out) (?:the|a|an|to|out|one|something)|"
    r"you haven't (?:mentioned|covered)|you didn't mention|try (?:to|\w+ing)|you(?:'ve| have)? (?:overlooked|skipped)|"
    r"maybe (?:you|a|an|use|add)|there(?:'s| is) (?:something|one thing|a piece|a word|more)|perhaps (?:you|a|"
    r"an|use|add)|let me help|comes to mind|to help you|the answer is|the trick|"
    r"the key is|usually people|it helps to|mention (?:the|your|a|an))\b",
    ANY_CASE,
)

VERDICT = re.compile(
    r"\b(?:strong hire|lean hire|no hire|hire you|you(?:'ve| are|'re)? hired|you(?:'ve| have)? (?:pass(?:ed)?|"
    r"failed|got the job|"
    r"did (?:well|great|"
    r"badly)|are doing|'re doing)|doing (?:well|great|fine)|pass(?:ed)? (?:the|this) (?:interview|round)|"
    r"your (?:score|rating|marks?|grade|vote)|score (?:you|of)|\w+ out of (?:\d+|ten|five|four)(?= *[.!,])|i(?:'d|"
    r" would) give you|full marks|top marks|"
    r"job offer|offer you|the committee|the debrief|scorecard|next round|we'll move you|recommend(?:ation)? to hire|"
    r"interview is over|you may leave|welcome aboard)\b",
    ANY_CASE,
)

PERSONA = re.compile(
    r"\b(?:as an ai|as a (?:large )?language model|language model|i(?:'m| am) (?:an ai|a bot|a language|"
    r"an assistant|programmed|"
    r"not able|unable|sorry|chatgpt|gpt\w*|claude|llama|gemini|mistral|qwen|here to (?:help|assist))|chatgpt|"
    r"openai|anthropic|"
    r"i (?:cannot|can't|won't|will not) (?:help|assist|comply|do that|answer|provide|continue)|"
    r"my (?:instructions?|prompt|"
    r"training|guidelines|system|developers?|rules)|system prompt|instructions? (?:say|are|were|above)|"
    r"previous instructions|"
    r"(?:happy|glad|delighted) to (?:help|assist)|how (?:can|may) i (?:help|assist)|(?:help|assist) you\b|"
    r"anything else|let me know (?:if|how)|"
    r"sure thing|"
    r"of course|certainly|from now on|here you go|here(?:'s| is) (?:a|the|your|my|one|another) (?:question|"
    r"follow|rephras\w+|response|"
    r"line|revised)|"
    r"(?:rephrased|revised|follow-up) question|next question:|the candidate|interviewer|role-?play|pretend|"
    r"(?:ignor|disregard)(?:e|ing)? (?:all|my|previous|the (?:above|rules|last)|your (?:instructions|rules|"
    r"prompt))|as instructed|per your request|as requested|developer mode|"
    r"jailbr\w+|apologi[sz]e|no problem|sounds good|got your back|feel free|good luck)\b|^sure\b",
    ANY_CASE,
)
"""Out of character: an assistant talking, a refusal, its own instructions."""

PREMISE = re.compile(
    r"\b(?:given (?:that|your|the)|(?<!from )now that|seeing (?:that|as)|considering (?:that|how)|assuming|"
    r"since (?:you|we|it|the|your|this|they|that|all|every|there)|because (?:you|we|the|your|of your)|"
    r"as (?:we|you|i)(?:'ve| have)? (?:agreed|established|discussed|proved|proven|showed|shown|know|decided|"
    r"confirmed|"
    r"demonstrated|said|mentioned|noted|told)|as (?:agreed|established|confirmed|discussed|mentioned)|"
    r"we(?:'ve| have)? (?:agreed|established|confirmed|settled|decided)|(?:it's|it is) (?:clear|proven|"
    r"established|true) that|"
    r"clearly|obviously|of course|everyone (?:knows|agrees)|you(?:'ve| have) (?:shown|proved|proven|demonstrated|"
    r"established|"
    r"solved|covered|handled|addressed|fixed|answered)|i (?:told|mentioned|said|confirmed)|"
    r"the fact that|(?:it|that|this|which) (?:never|always) (?:fails|works|gets)|is guaranteed|guarantees)\b",
    ANY_CASE,
)
"""Taking something over as true. “You said ...” and “Suppose ...” are not that: they leave it with its owner."""

SUPPOSED = re.compile(
    r"\b(?:suppose|say|imagine|picture|what if|if|let's say|when (?:it|the|a|an|you|they|somebody|nobody))\b", ANY_CASE
)
"""From here on nothing is said to be so."""
SMALL_TALK = re.compile(
    r"\b(?:your (?:\w+ )?(?:weakness(?:es)?|strengths?|careers?|hobb\w+|weekend|favou?rite|salary|family|"
    r"resume|cv|name|age)|"
    r"see yourself|about yourself|work here|work with us|join us|your weekend|the weather)\b",
    ANY_CASE,
)
POINTS_BACK = re.compile(r"\b(?:it|its|that|those|these|this|them|they|their|there|then|one|he|she)\b", ANY_CASE)

ATTRIBUTED = re.compile(
    r"\b(?:you(?:'d| had| have|'ve)? (?:just |also |once |already )?(?:said|say|told (?:me|us)|mentioned|"
    r"called it|put it|"
    r"described|named|wrote|claimed?|promised)|your (?:words|line|"
    r"answer) (?:was|were|is))\b"
    r"(?: that)?(?P<what>[^.?!]*)",
    ANY_CASE,
)

ORDERS = re.compile(
    r"(?:^|[.,:;!?]\s+|\b(?:then|now|so|and|just|please)\s+)(?:tell|walk|talk|take|give|describe|explain|show|"
    r"name|list|define|"
    r"sketch|rank|order|sort|compare|estimate|outline|put|pick|choose|decide|defend|draw|describe|answer|design|"
    r"say|set|"
    r"state|spell|point|read|argue|tie|fix|spend|finish|write|throw|keep|start|convince|justify|price|split|place|"
    r"count|"
    r"imagine|bring|help|stop|remove|drop|cut|make|trace|quantify|be|ship|sell|order|split|win|tempt|plan|break|help|"
    r"reconcile|run|lay|square|persuade|commit|hand|narrow|rate|weigh|distinguish|find|narrate|close|delete|turn|"
    r"do|accept|allow|prove|introduce|join|connect|cross|respond|measure|demonstrate)\b",
    ANY_CASE,
)
"""An order that stands for a question."""
STACKING_ORDER = re.compile(
    r"(?:^|[.!?]\s+|\b(?:and|also|then)\s+)(?:please |then |also |now )*(?:tell me|walk me|talk me|give me|"
    r"describe|explain|"
    r"name|list|define|estimate|outline|show me)\b",
    ANY_CASE,
)
CLOSES_LIKE_AN_ORDER = re.compile(
    r"\b(?:your call|your move|can't have both|let you keep one|your order|you're in the room|first three actions|"
    r"choose|pick|decide|go|one of (?:those|them|these)|argue|answer \w+|"
    r"have to choose|only (?:have|get|one)|deliver|which (?:one|it is)|wants? (?:to know|an answer)|i'm (?:asking|"
    r"listening)|"
    r"what you'd \w+|i (?:want|need|would like|'d like)\b.*)[.…]$",
    ANY_CASE,
)
TWO_CLAUSES = re.compile(
    r"\w,? (?:and|but|or) (?:then |if (?:so|not),? )?(?:when|who|how|what|where|why|which)(?: \w+){0,2}? "
    r"(?:would|do|does|is|are|can|could|should|will|did|was|were|has|have)(?:n't)? "
    r"(?:you|it|they|he|she|we|that|this|the|a|your|their|its|anyone|anybody|somebody|someone)\b[^?]*\?",
    ANY_CASE,
)
"""A second whole question behind an “and”."""
BIG_NUMBERS = frozenset(("thousand", "million", "billion"))
WISH = re.compile(
    r"\bi(?:'d| would| should|'ll)? (?:\w+ )?(?:like|love|ask|want|need|be (?:interested|curious)|have you)\b|"
    r"\bi'm (?:curious|interested|waiting|not hearing|missing)\b|\blet(?:'s| me| us) (?:hear|see|know|have)\b|"
    r"[—–\"”’]\s*(?:describe|tell|name|spell|prove|show|give)\b|\b(?:go through|paint|pin|scare|spell out)\b",
    ANY_CASE,
)
"""What asks for an answer without a question mark or a plain order; too loose to tell a question from a statement."""

ATTRIBUTED_LATE = re.compile(
    r",? (?:you|as you|you just|you also) (?:say|said|told (?:me|us)|mentioned|called it|put it|"
    r"claimed)[.,]?$",
    ANY_CASE,
)
"""“Closed is a failure, you say.”"""

SUGGESTS = re.compile(
    r"^(?:and |but |so |or |then )*(?:what (?:about|if you|if it (?:could|only|also))|how about|why not|"
    r"why don't you)\b",
    ANY_CASE,
)
"""Opens a proposal rather than a question."""

COMMON_ENGLISH = listed(
    """the a an of to in on at by for from with and or but so if then than that this these those it its is are was were
    be been do does did can could may might should would will has have had how what which who whose where when why
    you your i me my we our us they their them he she his her not no yes one two there here as about into out up
    down over after before again once any all some more most other only own same such very just now still even
    also say said tell give take make go goes get gets want need know see first last next it's that's what's
    you're don't doesn't isn't won't can't who's i'd you'd let let's someone somebody nobody anybody person people"""
)
FOREIGN = listed(
    """der die das und ist nicht wie wer wenn ein eine für mit auf sie was warum welche wird würden le la les
    des une est
    pas qui que pour avec dans vous comment quoi quelle pourquoi el los las una por para con cuando cómo qué quién
    es no está usted il lo gli che chi perché come quando não você como quem om het een van niet wat hoe wie och
    är inte vad hur kto jak co czy nie dla się"""
) - listed("was die no come co les las el la lo hoe van con das is om que chi es mit wie des le")
"""Everyday words of other languages that English does not share."""

NUMBER_WORDS = listed(
    """twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion percent eleven twelve
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen"""
)
SMALL = listed("one two three four five six seven eight nine ten zero half first second third")

ALWAYS_NAMES = listed(
    """i i'd i'm i'll i've ai ml llm llms api rag gpu sla slo ceo cto cfo coo vp ui ux qa okay ok monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august september october
    november december christmas easter ab english european"""
)

ABOUT = re.compile(r"^(?:and |but |so )*what about\b", ANY_CASE)
SAID = re.compile(r"\byou(?:'ve| have|'d| had)? (?:said|told|mentioned|promised|claimed|wrote|described)\b", ANY_CASE)
STUTTER = re.compile(r"(?<![\w-])([^\W\d_]{2,})[ ,.]+\1(?![\w'’-])", ANY_CASE)
REFRAIN = re.compile(r"\b(\w+ \w+)(?: \1){2}\b")
OPEN_STEMS = frozenset(
    stem(x)
    for x in listed(
        """anything something nothing everything anyone someone same different better worse enough true matter
        change happen
    happens notice notices look looks stop stops start still ever live allowed decide decides mind worth money
    person people user users say says tell tells mean means find finds touch send sends earn step part way day
    time word name one two three cost costs pay pays trust trusts need needs wait waits wrong right mistake answer
    answers question act acts job decision point certain sure over alone itself"""
    )
)
"""May come up in a question that yes answers without giving anything away."""
ORDER_TOO = re.compile(
    r"\b(?:and|then|also)\s+(?:please |then |also )*(?:tell me|walk me|talk me|give me|describe|explain|name|"
    r"list|define|"
    r"estimate|outline|show me)\b",
    ANY_CASE,
)
"""An order hung onto a question."""
