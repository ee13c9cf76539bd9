package io.sluice.policy;

/** What may be asked of policy. */
enum Action {
  /** Sending a request to a model. */
  INVOKE_MODEL("invokeModel", "Model"),
  /** Masking what a model may not see, so that the rest may be sent. A bundle may do without. */
  MASK("mask", "Model"),
  /** Letting another model take over from one that failed. */
  FALLBACK("fallback", "Model"),
  /** Giving an answer to whoever asked. */
  RELEASE_OUTPUT("releaseOutput", "Audience");

  private final String word;
  private final String resource;

  Action(String word, String resource) {
    this.word = word;
    this.resource = resource;
  }

  /** Its name in rules. */
  String word() {
    return word;
  }

  /** The type of what is acted on. */
  String resource() {
    return resource;
  }
}
