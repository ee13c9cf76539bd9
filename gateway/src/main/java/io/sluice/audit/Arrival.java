package io.sluice.audit;

/**
 * How a request came in.
 *
 * @param auth how the caller proved who it is: {@link #KEY}, {@link #SIGNATURE} or {@link
 *     #DELEGATION}
 * @param bodyBytes size of its body
 * @param trace the caller's trace id; empty where it gave none
 */
public record Arrival(String auth, long bodyBytes, String trace, Kin kin, Content content) {
  /** With a caller key. */
  public static final String KEY = "caller_key";

  /** By signing the request with one, as AWS clients do. */
  public static final String SIGNATURE = "aws_signature";

  /** With a credential that was given to an agent. */
  public static final String DELEGATION = "delegated_credential";

  /**
   * What it belongs to, as the caller says.
   *
   * @param parent the span that made the request; empty: not said
   * @param session the caller's session; empty: not said
   */
  public record Kin(String parent, String session) {
    /** Nothing said. */
    public static final Kin NONE = new Kin("", "");
  }

  /**
   * What is known of the content without holding it.
   *
   * @param commitment to the body, in hex; empty: none was made
   * @param subject surrogate of the person the application named; empty: none
   */
  public record Content(String commitment, String subject, Storing storing) {
    /** Nothing is kept and nothing was committed to. */
    public static final Content NONE = new Content("", "", Storing.NONE);
  }

  /** An arrival of which no more is known. */
  public Arrival(long bodyBytes, String trace) {
    this(KEY, bodyBytes, trace, Kin.NONE, Content.NONE);
  }
}
