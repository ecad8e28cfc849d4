// The words on the page: names of phases, labels, moves and outcomes, and the sentences that tell the state.

/** @type {readonly string[]} */
export const CHAIN = ["problem", "boundary", "evaluation", "launch", "failure"];

/** Parts of the round beside the chain, in the order in which they are drawn. */
export const BESIDE = ["tradeoffs", "depth", "clarify", "close"];

/** @type {Record<string, string>} */
const PHASES = {
  problem: "Problem", boundary: "Boundary", evaluation: "Evaluation", launch: "Launch", failure: "Failure",
  tradeoffs: "Tradeoffs", depth: "Components", clarify: "Clarifying", close: "Close",
};

/** @param {string} phase */
export const phaseName = (phase) => PHASES[phase] ?? plain(phase);

/** The working clock of a 45-minute round, in milliseconds: [from, to] of each link. @type {Record<string, [number, number]>} */
export const WORKING_CLOCK = {
  problem: [120000, 480000], boundary: [480000, 900000], evaluation: [900000, 1440000],
  launch: [1440000, 1800000], failure: [1800000, 2220000],
};

export const CHECKPOINTS = [180000, 600000];

/** @type {Record<string, string>} */
const LABELS = {
  model_first: "Model first", architecture_tour: "Components first", vague_user: "Vague user",
  floating_boundary: "Boundary floats", demo_as_proof: "Demo as proof", fix_quality_later: "Quality later",
  best_model_answer: "Best model as answer", flat_tradeoffs: "Flat tradeoffs", vanity_metrics: "Vanity metrics",
  hallucination_optimism: "Optimism on errors", agent_slideware: "Agent slideware", feature_list: "Feature list",
  framework_recital: "Framework recital", model_is_magic: "Model as magic", no_ship_evidence: "No bar to ship",
  no_rollback: "No way back", breadth_over_priority: "Breadth, no priority", lost_in_implementation: "Lost in building",
  ai_as_feature_layer: "AI as a layer", punts_decision: "Decision put off", unjustified_ai: "AI unjustified",
  caves_under_pressure: "Caves", dodges_question: "Question not met", error_cost_blind: "Blind to error cost",
  wandering: "Wandering", handwavy_ai: "Hand-waving", diagram_without_behaviour: "Diagram, no behaviour",
  ignores_data_governance: "Data left out", invented_precision: "Invented precision",
  names_failure_mode: "Names the failure", non_ai_baseline: "Without AI first", declares_boundary: "Declares the boundary",
  cuts_scope: "Cuts scope", ship_evidence: "Evidence to ship", eval_triad: "Evaluation stack",
  override_rate: "Counts overrides", rollback_trigger: "Way back named", abstain_defer_route: "Abstain, defer, route",
  controlled_delegation: "Delegates by steps", two_path_tradeoff: "Two paths, one chosen", punished_first: "What hurts first",
  error_consequence: "Errors told apart", conditional_model_choice: "Model on conditions", plausible_wrong: "Wrong but plausible",
  live_conditions: "Live conditions", data_governance: "Data governed", admits_bounds: "Admits bounds",
  holds_line: "Holds the line", simplest_system: "Simplest system", product_infra_line: "Product, not plumbing",
  degraded_modes: "Degraded modes", cost_coverage: "Cost against coverage", asks_deciding_question: "Deciding question",
};

/** @param {string} label */
export const labelName = (label) => LABELS[label] ?? plain(label);

/** What to do, for each signal. @type {Record<string, string>} */
const TO_DO = {
  names_failure_mode: "Name who it fails, and how", non_ai_baseline: "Say why the plain solution is not enough",
  declares_boundary: "Say what it may do, and what it may not", cuts_scope: "Say what you leave out, and what that costs",
  ship_evidence: "Set the bar that decides the launch", eval_triad: "Measure offline, live and by override",
  override_rate: "Count how often people overrule it", rollback_trigger: "Name what makes you go back, and who decides",
  abstain_defer_route: "Say when it stays silent or hands over", controlled_delegation: "Withhold one path, and say what would earn it",
  two_path_tradeoff: "Lay two paths side by side and pay for one", punished_first: "Say what this product is punished on first",
  error_consequence: "Tell the errors apart by what they cost", conditional_model_choice: "Leave the model until the conditions are known",
  plausible_wrong: "Handle the answer that is wrong and sounds right", live_conditions: "Test it on live, messy input",
  data_governance: "Say what is kept, for how long, and who sees it", admits_bounds: "Say what you do not know, and how you would find out",
  holds_line: "Keep your line unless the facts change", simplest_system: "Choose the simplest system that removes the failure",
  product_infra_line: "Stay on the product side of the plumbing", degraded_modes: "Say what happens when it is slow or down",
  cost_coverage: "Trade cost against coverage out loud", asks_deciding_question: "Ask the one fact that decides",
};

/** @param {string} signal */
export const toDo = (signal) => TO_DO[signal];

/** "names_failure_mode" to "Names failure mode". @param {string} id */
export function plain(id) {
  const words = String(id).replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @type {Record<string, {name: string, glyph: string, sentence: string}>} */
export const OUTCOMES = {
  held: { name: "held", glyph: "held", sentence: "Held with a reason." },
  revised_with_reason: { name: "revised", glyph: "rev", sentence: "Revised with a reason." },
  restated: { name: "restated", glyph: "rest", sentence: "Said again, without a reason." },
  caved: { name: "caved", glyph: "cave", sentence: "Moved, without a reason." },
};

/** @type {Record<string, string>} */
const MOVES = {
  open: "The case", clarify: "Answer from the facts", probe: "Question", challenge: "Challenge", push: "Push",
  wrong_push: "Push, wrong on purpose", cut_in: "Cut in", advance: "Moves on", time_check: "Time check", nudge: "Nudge",
  restate: "The question again", repeat: "Said again, as asked", grant_time: "Time given", close: "Close",
};

/** @param {string} move */
export const moveName = (move) => MOVES[move] ?? plain(move);

/** @param {string} move */
export const isPush = (move) => move === "push" || move === "wrong_push";

/** Moves that are questions with a pin on the timeline. @param {string} move */
export const isQuestion = (move) => ["open", "probe", "challenge", "cut_in", "advance", "close"].includes(move);

/** @type {Record<string, string>} */
const VOTES = { strong_hire: "Strong hire", hire: "Hire", no_hire: "No hire", strong_no_hire: "Strong no hire" };

/** @param {string} vote */
export const voteName = (vote) => VOTES[vote] ?? plain(vote);

/** @type {Record<string, string>} */
const FAMILIES = { consumer: "Consumer", enterprise: "Enterprise", agent: "Agents", search: "Search", platform: "Platform" };

/** @param {string} family */
export const familyName = (family) => FAMILIES[family] ?? plain(family);

/** The six lines of the page written before a mock. */
export const RUBRIC = [
  { id: "user", name: "User", hint: "who, in which situation, and what breaks today" },
  { id: "boundary", name: "Boundary", hint: "what it may do, and what it may not" },
  { id: "failure_mode", name: "Failure mode", hint: "wrong but plausible: who notices, and when" },
  { id: "metrics", name: "Metrics", hint: "what number would let you ship, and who decides" },
  { id: "rollout", name: "Rollout", hint: "where first, and what makes you go back the same day" },
  { id: "escalation", name: "Escalation", hint: "nothing fits: who gets it, and by when" },
];

/** @type {Record<string, string>} */
const ROLES = { ear: "Ear", voice: "Voice", brain: "Interviewer" };

/** @param {string} role */
export const roleName = (role) => ROLES[role] ?? plain(role);

/** @typedef {{requests: number, tokens_in: number, tokens_cached: number, tokens_out: number, usd: number | null, estimated: boolean}} Cost */

/** @typedef {{heard_s: number, characters: number, usd: number | null}} SpeechCost */

/**
 * What the model, the ear and the voice of a session used; empty where all of it stayed on this machine.
 * @param {Cost | undefined} cost @param {SpeechCost | undefined} [speech]
 */
export function costWords(cost, speech) {
  return [modelWords(cost), speechWords(speech)].filter(Boolean).join(" ");
}

/** @param {SpeechCost | undefined} speech */
function speechWords(speech) {
  if (!speech) return "";
  const minutes = Math.max(Math.round(speech.heard_s / 60), 1);
  const parts = [
    speech.heard_s ? `the ear was sent about ${minutes} ${minutes === 1 ? "minute" : "minutes"} of speech` : "",
    speech.characters ? `the voice was sent about ${speech.characters.toLocaleString("en-GB")} characters` : "",
  ].filter(Boolean).join(" and ");
  if (!parts) return "";
  const money = speech.usd === null ? "the price is not known" : speech.usd === 0 ? "free" : `about $${speech.usd < 0.1 ? speech.usd.toFixed(4) : speech.usd.toFixed(2)} at list prices`;
  return `${parts.charAt(0).toUpperCase()}${parts.slice(1)}; ${money}.`;
}

/** @param {Cost | undefined} cost */
function modelWords(cost) {
  if (!cost?.requests) return "";
  /** @param {number} n */
  const count = (n) => n.toLocaleString("en-GB");
  const cached = cost.tokens_cached ? ` (${count(cost.tokens_cached)} of them cached)` : "";
  const money = cost.usd === null ? "its price is not known" : cost.usd === 0 ? "free, on this machine" : `${cost.estimated ? "about " : ""}$${cost.usd < 0.1 ? cost.usd.toFixed(4) : cost.usd.toFixed(2)} at list prices`;
  return `The model was asked ${cost.requests === 1 ? "once" : `${count(cost.requests)} times`}: ${cost.estimated ? "about " : ""}${count(cost.tokens_in)} tokens read${cached}, ${count(cost.tokens_out)} written; ${money}.`;
}
