package io.sluice.vault;

/**
 * Which credential a provider gets, and where it may go.
 *
 * @param tenant whose; {@link #EVERY_TENANT} for all that have none of their own
 * @param host the host of the provider's {@code base_url}
 */
public record CredentialBinding(
    String tenant, String provider, BoundHost host, CredentialSource source) {
  /** Stands for all tenants that have no binding of their own. */
  public static final String EVERY_TENANT = "*";
}
