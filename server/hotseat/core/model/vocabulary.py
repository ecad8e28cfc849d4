"""Words that weigh, words that solve, and words of the machinery: what a neutral interviewer does not bring in."""

from __future__ import annotations

import re

from hotseat.core.judgment.clarify import stems
from hotseat.core.model.words import listed

APPROVING = listed(
    """admirable admire admirably amazing appreciate appreciated articulate articulated articulately astute awesome
    beautiful beautifully bravo brilliant brilliantly captivating chapeau charming clever cleverly commendable
    compelling congrats congratulations considerate cracking creative deft delighted delightful disciplined
    elegant elegantly eloquent enlightening exceptional exceptionally excellent excellently exemplary exquisite
    fabulous fantastic fascinating flawless genius gorgeous grateful hats impeccable impress
    impressed impresses impressive impressively incisive incredible ingenious inspired inspiring insightful
    intriguing kudos laudable lovely magnificent marvellous marvelous masterful mature nailed
    neat neatly nice nicely outstanding perceptive perfect perfectly phenomenal pleased pleasing polished
    praiseworthy precise precisely proud prudent refreshing refreshingly relatable remarkable remarkably respect
    seasoned sensible sensibly shrewd slick smart smartly splendid stellar stunning sublime superb superbly
    superior terrific textbook thank thanks thorough thoroughly thoughtful thoughtfully thrilled top-notch
    tremendous unbeatable valuable wise wisely wonderful wonderfully wow yep yeah yes yup congratulate applause
    applaud bullseye bingo touche gem gold kudo respectable"""
)
"""Approval wherever it stands, unless somebody else has used the word."""

MILD = listed(
    """happy great glad love loved loves agree agreed best better calm careful carefully cautious clean cleanly
    clear clearly comfortable convinced
    convinces convincing convincingly correct correctly crisp decent decisive effective effectively empathy
    encouraging fair fine fun good grounded helpful honest honestly interesting interested keen like likeable
    logical mature measured pleasant pragmatic promising realistic reasonable reasonably relevant right rigorous
    rigour robust satisfied satisfying sharp simple solid sound specificity strong stronger strongest
    strongly structured tidy tight tracks true truly useful valid well warm warmer worthwhile leadership clarity
    instinct instincts maturity ahead"""
)
"""Approval in a remark; in a scene or a question these are everyday words."""

NEUTRAL = stems(
    """product feature customer buyer seller client shopper employee engineer developer designer manager director expert
    reviewer reader writer teacher parent child student patient doctor nurse driver lawyer team group company business
    market industry brand store shop site page screen app phone device button form field list result results page step
    process flow path stage task job ticket case request message mail call chat note report file document record data
    number figure share value price cost budget money time hour minute day week month year quarter launch release
    version plan design idea goal aim need want problem issue question answer reason example choice option decision
    rule exception risk danger harm safety trust quality speed error mistake fault failure outage incident complaint
    success outcome effect impact consequence evidence proof signal measure metric baseline change difference part piece
    whole half rest kind sort type level size scale scope limit line edge end start beginning middle top bottom front
    back side place room world country city region language culture law court police school hospital bank office home
    kitchen road car plane train flight hotel known rather happy plumbing uninstall install worst ugly ugliest best
    carry carries drop drops lose loses keep keeps hold holds break breaks burn hurt hurts suffer suffers leave leaves
    refuse refuses accept accepts reject rejects read reads write writes"""
)
"""What products are made of and happen to: such words put a line off its target no more than “it” does."""

BLAMING = listed(
    """amateurish awful blown clueless confused confusing disappointed disappointing disappointingly embarrassing feeble
    flawed flimsy foolish hopeless inadequate incoherent incorrect insufficient lacking lacklustre laughable lousy
    mediocre meh messy misguided mistaken muddled naive nonsense nope pathetic pointless poor poorly rambling
    ridiculous rubbish shallow silly sloppy stupid superficial terrible thin unclear unconvinced unconvincing
    underwhelming unimpressed unimpressive unprepared unsatisfactory vague waffle waffling weak weaker weakest
    worrying wrongly nah incorrectly"""
)

MACHINERY = re.compile(
    r"\b(?:rubric|transcript|prompts?|persona|planned|placeholder|tokens?|temperature|system message|instructions?|"
    r"json|schema|signals?|labels?|score|scores|scored|scorecard|criteria|assessment|assessed|grade|grading|"
    r"stay in character|in character|trained|my training|program(?:med)?|rephrase|reword|reformulate|rewriting planned|"
    r"swap roles|role|coach|mentor|tutor you|debrief|feedback|interview|interviewing|interviewer|candidate|applicant|"
    r"hire|hired|hiring|hidden facts|unlock|sudo|override:|function)\b",
    re.IGNORECASE,
)
"""The interview's own works. They stand in no question, unless the case or the candidate is about them."""

SOLUTIONS = re.compile(
    r"(?<!your )(?<!that )(?<!those )\b(?:"
    # people in the loop
    r"human[- ](?:review\w*|judge|handoff|handover|approv\w*|oversight|check\w*|takeover)|(?:second|"
    r"two[- ]person|four[- ]eyes|"
    r"blind|peer|manual|expert|spot|double|exact|safety|sanity|cross)[- ](?:review\w*|checks?|checker|audits?|pass|"
    r"judge|opinion|reader|pair)|in the loop|sign[s-]?[- ]?offs?|signs? off|approv(?:e|es|al|als|er) (?:step|"
    r"flow|queue|"
    r"it|them|first|before)|reviewers? (?:approve|check)|escalat\w*|hand(?:s|ing|ed)?[- ]?(?:it |them |that |the \w+ )?"
    r"(?:off|over)|hand(?:s|ing|ed)? (?:\w+ ){1,3}to (?:a|an|the) (?:\w+ )?(?:person|human|agent|expert|"
    r"handler|clerk|nurse)|defer\w*|abstain\w*|rout(?:e|es|ed|ing) (?:\w+ ){0,2}to|transfer\w*|fall(?:s|"
    r"ing)?[- ]?backs?|"
    r"human (?:takes? over|step)|live agent|case worker|manual queue|appeals?|disclaimers?|warnings?|"
    r"clarif\w+|ask(?:s|ing)? (?:back|a (?:clarifying )?question)|open (?:a|an) ticket|refus(?:e|es|ing) to answer|"
    r"(?:say|says|saying|admit|admits) (?:that )?(?:it|i) (?:doesn't|don't|does not|do not) know|leave \w+ \w* ?blank|"
    r"report(?:s|ed|ing)? (?:a|an|the|it|wrong)|"
    # evidence
    r"golden (?:set|data\w*)|test sets?|held?[- ]?outs?|hold out|hold-?out|benchmarks?|baselines?|precision|recall|"
    r"f1|a/?b[- ]tests?|offline eval\w*|regression (?:tests?|suites?)|test suites?|shadow(?:ing)?(?: mode| run\w*)?|"
    r"dry[- ]runs?|pilots?|canar(?:y|ies)|staged|control group|sampl(?:e|es|ing)|"
    r"override rate|edit rate|acceptance rate|revert(?:s| rate)?|reopen rate|error rate|error budget|confidence|"
    r"calibrat\w+|inter-?rater|ground truth|red[- ]team\w*|adversarial|chaos|drills?|simulat\w+|replay\w*|"
    r"compar(?:e|es|ed|ing) (?:it|its \w+|them) (?:against|with|to)|"
    # stopping
    r"thresholds?|cut-?offs?|kill[- ]?switch\w*|feature flags?|circuit breakers?|rollbacks?|"
    r"auto(?:matic(?:ally)?)?[- ]?(?:"
    r"stop\w*|paus\w*|shut\w*)|"
    r"rate[- ]limit\w*|caps?|(?:hourly|daily|amount|payout|spending|loss|dollar|age) (?:limits?|caps?)|"
    r"(?<!false )alarms?|alerts?|alerting|monitor(?:s|ing)?|anomal\w+|detectors?|on[- ]call|guard-?rails?|"
    r"(?:trusted|known) (?:developers?|customers?|users?|teams?) (?:get|be|first)|"
    # building
    r"rules?[- ]engines?|rules|regex|keyword search|drop-?downs?|spreadsheets?|check-?lists?|copilot|workflow|drafts?|"
    r"drafted|suggest(?:s|ions?)? mode|read[- ]only|cach(?:e|es|ed|ing)|smaller models?|distil\w*|batch\w*|cascade|"
    r"two[- ]tier|tier(?:s|ed)?|time[- ]?outs?|queue it|retr(?:y|ies)|idempoten\w+|undo|retention|encrypt\w*|"
    r"anonymi\w*|redact\w*|"
    r"consent|gdpr|audit (?:logs?|trails?)|cit(?:e|es|ation|ations)|sources? (?:shown|cited)|fine[- ]?tun\w*|"
    r"embeddings?|vector|few-shot|permissions?|access control|allow-?lists?|block-?lists?|severity|solver|"
    r"verif(?:y|ies|ier|ication)|validat\w+|second model|ensemble|latency budget|error tolerance|"
    r"one (?:region|segment|store|team|country|market) first"
    r")\b",
    re.IGNORECASE,
)
"""What strong answers are made of. A line that brings one in first has handed it over."""

ASKED_FOR = re.compile(
    r"\b(?:what|which|whose|how (?:much|many|high|big))\s+(?:\w+\s+)?(?:thresholds?|caps?|limits?|confidence|"
    r"recall|precision|"
    r"baselines?|error rate|sampl(?:e|es)|fall-?backs?|alarms?|alerts?|permissions?|rules|sources?)\b",
    re.IGNORECASE,
)
"""To ask for one is not to give it."""

MIXED_UP = re.compile(
    r"\b(?:the|a|an) (?:of|and|to|in|is|are|for|as|or|but|the|a|an|at|by|with|if|than|it|does|do)\b|"
    r"\b(?:of|to|for|with|by|from|at) (?:and|or|of|is|are|as|but)\b|\b(?:and|or|but) (?:and|or|of)\b|"
    r"\b(?:the|a|an|and|as|than|my|your|its|because|if)\s*[?.!]?$",
    re.IGNORECASE,
)
"""Small words in an order in which no sentence has them."""
