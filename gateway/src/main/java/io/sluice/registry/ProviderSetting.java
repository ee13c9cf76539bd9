package io.sluice.registry;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One provider of the configuration.
 *
 * @param credential the name under which the vault holds its credential; never the credential;
 *     empty where it needs none
 * @param forward identifying fields and trace headers it may receive
 * @param terms what is known of it; null: nothing, so the worst
 * @param offer which models it has and whether they share its review
 */
public record ProviderSetting(
    String name,
    Endpoint endpoint,
    String credential,
    List<String> forward,
    @Nullable Terms terms,
    Offer offer) {

  /**
   * Where it is and what it speaks.
   *
   * @param api the wire format, such as {@code openai} or {@code anthropic}
   * @param baseUrl as that vendor's SDK takes it
   * @param region empty where it has none
   * @param dialect what the vendor's addresses and credentials need besides
   */
  public record Endpoint(String api, URI baseUrl, String region, Dialect dialect) {
    /** An endpoint that needs nothing besides. */
    public Endpoint(String api, URI baseUrl, String region) {
      this(api, baseUrl, region, Dialect.NONE);
    }

    public Endpoint {
      String scheme = baseUrl.getScheme();
      if (baseUrl.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
        throw new IllegalArgumentException("a base URL is http or https with a host");
      }
    }
  }

  /**
   * What one vendor's addresses and credentials need besides.
   *
   * @param apiVersion of paths that name a deployment; empty: paths without versions
   * @param bearer true if the credential is a token and not a key
   * @param metrics path on its own host where it publishes its queue and cache; empty: nowhere
   */
  public record Dialect(String apiVersion, boolean bearer, String metrics) {
    /** Nothing. */
    public static final Dialect NONE = new Dialect("", false, "");
  }

  /**
   * Which models it has.
   *
   * @param models ids; null: every model the catalogue knows of its vendor
   * @param inheritReview whether a model without a review of its own shares the provider's
   * @param strict whether a request with a parameter that a model does not take is refused
   */
  public record Offer(@Nullable List<String> models, boolean inheritReview, boolean strict) {
    /** Everything the catalogue knows, under the provider's own review. */
    public static final Offer CATALOGUE = new Offer(null, true);

    /** An offer of models that leave out what they do not take. */
    public Offer(@Nullable List<String> models, boolean inheritReview) {
      this(models, inheritReview, false);
    }

    public Offer {
      models = models == null ? null : List.copyOf(models);
    }
  }

  public ProviderSetting {
    forward = List.copyOf(forward);
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("a provider's name is not empty and holds no '/'");
    }
  }
}
