package io.sluice.policy;

/** What may be asked of policy. */
enum Action {
  /** Sending a request to a model. */
  INVOKE_MODEL("invokeModel", "Model", true),
  /** Masking what a model may not see, so that the rest may be sent. A bundle may do without. */
  MASK("mask", "Model", false),
  /** Letting another model take over from one that failed. */
  FALLBACK("fallback", "Model", true),
  /** Letting a tool call that a model made reach whoever carries it out. */
  CALL_TOOL("callTool", "Tool", false),
  /** Giving an answer to whoever asked. */
  RELEASE_OUTPUT("releaseOutput", "Audience", true),
  /** Keeping content of an exchange. */
  STORE_PAYLOAD("storePayload", "Payload", false),
  /** Sending a copy of a request to a model that is only compared. */
  SHADOW("shadow", "Model", false),
  /** Letting an operator look into the record. */
  VIEW_RECORD("viewRecord", "Ledger", false),
  /** Letting an operator change something. */
  ADMINISTER("administer", "Operation", false);

  private final String word;
  private final String resource;
  private final boolean needed;

  Action(String word, String resource, boolean needed) {
    this.word = word;
    this.resource = resource;
    this.needed = needed;
  }

  /** Its name in rules. */
  String word() {
    return word;
  }

  /** The type of what is acted on. */
  String resource() {
    return resource;
  }

  /** The type of whoever acts. */
  String principal() {
    return this == VIEW_RECORD || this == ADMINISTER ? "Operator" : "Caller";
  }

  /** Whether every bundle must declare it. */
  boolean needed() {
    return needed;
  }
}
