package io.sluice.admin;

import io.sluice.model.Abilities;
import io.sluice.model.Price;
import io.sluice.registry.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the gateway is: what probes, metrics and status pages say. */
public interface ReadState {
  /**
   * One component that must be well for requests to be served.
   *
   * @param name such as {@code record}, {@code store}, {@code disk}, {@code policy}
   * @param warning something to look at that does not stop serving; empty: nothing
   */
  record Component(String name, boolean ready, String warning) {}

  /** How far something may be used now: its clearance, its review, and whether it is stopped. */
  record Standing(String clearance, String review, boolean suspended) {}

  /** One provider as operators see it. */
  record ProviderLine(
      String name, String api, String zone, Standing standing, boolean credential, int models) {}

  /**
   * One model as operators see it.
   *
   * @param price null: unknown
   * @param origin who says what it costs
   * @param ageDays of the price; -1 where nobody says as of when
   */
  record ModelLine(
      String name,
      String model,
      Standing standing,
      @Nullable Price price,
      Origin origin,
      long ageDays,
      Abilities abilities) {}

  /** All components; every one is named, ready or not. */
  List<Component> components();

  /** All providers. */
  List<ProviderLine> providers();

  /** All models. */
  List<ModelLine> models();

  /** The metrics page, in Prometheus' text format 0.0.4. */
  String metrics();

  /** The address applications use, such as {@code http://127.0.0.1:8080}. */
  String clientAddress();

  /** Whether metrics are served to everybody. */
  boolean metricsOpen();

  /** The policy bundle in force, by hash. */
  String policy();
}
