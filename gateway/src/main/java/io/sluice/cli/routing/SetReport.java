package io.sluice.cli.routing;

import java.util.List;
import java.util.Map;

/**
 * What came of one set.
 *
 * @param hull the mixing hull of the single models
 * @param modes by name: {@code given}, {@code classified}, {@code cold}
 */
public record SetReport(
    Scale scale, Best best, Figures hull, Map<String, Routing> modes, List<Violations> policies) {
  /**
   * How large it is.
   *
   * @param shipped whether its cold choice is by the table that ships; else by one made of the
   *     other sets, since this one helped to make that
   */
  public record Scale(String set, int prompts, int models, boolean shipped) {}

  /** The best single model, and what a request to it costs. */
  public record Best(String model, double quality, double costUsd) {}

  /** Savings and AIQ, as {@link Score} has them. */
  public record Figures(Interval save95, Interval save98, Interval aiq) {}

  /**
   * One mode.
   *
   * @param beyond the same figures less those of the hull, sample by sample
   * @param pair how well it tells which prompts need the strong model
   */
  public record Routing(Figures figures, Figures beyond, Ranked pair) {}

  /** The pair of models, and how well the router ranks prompts for it. */
  public record Ranked(String strong, String weak, double apgr, double cpt50, double cpt80) {}

  /** What came of one policy. */
  public record Violations(String policy, int plans, int refused, int violations) {}

  public SetReport {
    modes = Map.copyOf(modes);
    policies = List.copyOf(policies);
  }
}
