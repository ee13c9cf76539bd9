package io.sluice.model;

import io.sluice.model.Fault.Blame;
import java.util.Locale;

/**
 * The catalogue of all failures an exchange can end with. The word is what stands in {@code
 * x-sluice-code} and in the place of the class in every wire format.
 */
public enum Code {
  UNAUTHENTICATED(401, Blame.CALLER, false),
  POLICY_DENIED(403, Blame.POLICY, false),
  APPROVAL_REQUIRED(403, Blame.POLICY, false),
  FORBIDDEN(403, Blame.CALLER, false),
  UNKNOWN_MODEL(404, Blame.CALLER, false),
  UNSUPPORTED_ENDPOINT(404, Blame.CALLER, false),
  NOT_FOUND(404, Blame.CALLER, false),
  METHOD_NOT_ALLOWED(405, Blame.CALLER, false),
  REQUEST_TIMEOUT(408, Blame.CALLER, true),
  CONFLICT(409, Blame.CALLER, false),
  TOO_LARGE(413, Blame.CALLER, false),
  UNSUPPORTED_MEDIA(415, Blame.CALLER, false),
  HEADERS_TOO_LARGE(431, Blame.CALLER, false),
  INVALID_REQUEST(400, Blame.CALLER, false),
  UNSUPPORTED(400, Blame.CALLER, false),
  BUDGET_EXCEEDED(429, Blame.CALLER, false),
  RATE_LIMITED(429, Blame.CALLER, true),
  OVERLOADED(503, Blame.GATEWAY, true),
  DRAINING(503, Blame.GATEWAY, true),
  NO_ALLOWED_MODEL(503, Blame.UPSTREAM, true),
  RECORD_UNAVAILABLE(503, Blame.GATEWAY, true),
  INTERNAL(500, Blame.GATEWAY, true),

  /** The provider refused our credential (401 or 403). */
  UPSTREAM_CREDENTIAL(502, Blame.UPSTREAM, false),
  /** The provider limits our rate. */
  UPSTREAM_RATE_LIMITED(429, Blame.UPSTREAM, true),
  /** The provider wants traffic to grow more slowly. */
  UPSTREAM_RAMP(429, Blame.UPSTREAM, true),
  /** The provider is overloaded. */
  UPSTREAM_OVERLOADED(503, Blame.UPSTREAM, true),
  /** The provider's account has no quota or money left. */
  UPSTREAM_QUOTA(429, Blame.UPSTREAM, false),
  /** The provider failed in a way that may pass. */
  UPSTREAM_TRANSIENT(502, Blame.UPSTREAM, true),
  /** The provider did not answer in time. */
  UPSTREAM_TIMEOUT(504, Blame.UPSTREAM, true),
  /** The prompt is longer than the model can read. */
  CONTEXT_LENGTH(400, Blame.CALLER, false),
  /** The provider's own filter refused the content. */
  CONTENT_FILTER(400, Blame.UPSTREAM, false),
  /** The provider says that the request is wrong. */
  UPSTREAM_INVALID(400, Blame.CALLER, false),
  /** The provider knows no such model or path. */
  UPSTREAM_NOT_FOUND(404, Blame.UPSTREAM, false),
  /** The answer broke off or could not be read. */
  STREAM_BROKEN(502, Blame.UPSTREAM, true),

  /** The answer is not what the schema in its request asks for, and policy wants it to be. */
  SCHEMA_INVALID(502, Blame.UPSTREAM, true),

  /** Policy stopped an answer that was already being sent. */
  CONTENT_BLOCKED(403, Blame.POLICY, false),
  /** The client went away. */
  CLIENT_GONE(499, Blame.CALLER, false),
  /** The exchange took longer than it may. */
  DEADLINE(504, Blame.GATEWAY, true);

  private final int status;
  private final Blame blame;
  private final boolean retryable;
  private final String word = name().toLowerCase(Locale.ROOT);

  Code(int status, Blame blame, boolean retryable) {
    this.status = status;
    this.blame = blame;
    this.retryable = retryable;
  }

  /** The HTTP status this failure usually has. */
  public int status() {
    return status;
  }

  /** Who usually has to change something. */
  public Blame blame() {
    return blame;
  }

  /** Whether trying again usually can help. */
  public boolean retryable() {
    return retryable;
  }

  /** The name on the wire and in the record. */
  public String word() {
    return word;
  }
}
