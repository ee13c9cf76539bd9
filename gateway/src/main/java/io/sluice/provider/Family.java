package io.sluice.provider;

import java.net.URI;

/**
 * What providers of one API have in common.
 *
 * @param base where the vendor itself serves, as its SDKs take it
 * @param showing how a credential is shown
 */
public record Family(String api, URI base, Showing showing) {
  /** The region that {@link #base} names where the vendor has one address for each. */
  private static final String REGION = "us-east-1";

  /** How a credential is shown. */
  public sealed interface Showing {
    /** In a header; {@code prefix} is what stands before the secret. */
    record InHeader(String name, String prefix) implements Showing {}

    /** By AWS's signature, which names a region. */
    record Aws() implements Showing {}
  }

  /** A family that shows its credential in a header. */
  public Family(String api, URI base, String signHeader, String signPrefix) {
    this(api, base, new Showing.InHeader(signHeader, signPrefix));
  }

  /** True if its providers must name a region. */
  public boolean regional() {
    return showing instanceof Showing.Aws;
  }

  /** Where the vendor serves in {@code region}; the same everywhere unless it is regional. */
  public URI base(String region) {
    return regional() && !region.isEmpty()
        ? URI.create(base.toString().replace(REGION, region))
        : base;
  }

  /**
   * The region that an address of the vendor's own names; empty if it is somewhere else, or the
   * family has no regions.
   */
  public String region(URI address) {
    String host = address.getHost() == null ? "" : address.getHost();
    String[] names = host.split("\\.", -1);
    boolean own = regional() && names.length >= 4 && names[0].startsWith("bedrock-runtime");
    return own ? names[1] : "";
  }
}
