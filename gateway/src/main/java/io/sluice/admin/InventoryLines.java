package io.sluice.admin;

import io.sluice.flow.ToolPolicies;
import io.sluice.flow.ToolPolicy;
import io.sluice.model.Profile;
import io.sluice.model.Profile.Training;
import io.sluice.registry.Attestations;
import io.sluice.registry.ProviderSetting;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistrySettings;
import io.sluice.registry.Terms;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The inventory as lines: what is stated of each provider, its endpoint, each model and tool, and
 * how each stands. What is not stated is empty. Another gateway takes the same lines as its own.
 */
public final class InventoryLines {
  private static final List<String> COLUMNS =
      List.of(
          "kind",
          "name",
          "zone",
          "region",
          "jurisdiction",
          "retention_days",
          "trains_on_data",
          "clearance",
          "owner",
          "incident_contact",
          "contract",
          "certifications",
          "sub_processors",
          "evidence",
          "reviewer",
          "reviewed",
          "review_expires",
          "standing",
          "sees_now",
          "effect",
          "min_integrity",
          "max_level",
          "control_args",
          "data_args",
          "allowed",
          "directory",
          "result_integrity",
          "result_level",
          "result_categories",
          "result_readers",
          "result_readers_from",
          "vouched",
          "api",
          "base_url");

  /** The columns whose values are lists, joined by {@code "; "}. */
  public static final Set<String> LISTS =
      Set.of(
          "certifications",
          "sub_processors",
          "evidence",
          "control_args",
          "data_args",
          "allowed",
          "result_categories",
          "result_readers",
          "result_readers_from");

  private final RegistrySettings stated;
  private final Registry registry;
  private final List<List<String>> lines = new ArrayList<>();

  private InventoryLines(RegistrySettings stated, Registry registry) {
    this.stated = stated;
    this.registry = registry;
    lines.add(COLUMNS);
  }

  /** All of it; the first line are the columns' names. */
  public static List<List<String>> of(
      RegistrySettings stated, Registry registry, ToolPolicies tools) {
    var all = new InventoryLines(stated, registry);
    registry.providers().forEach(all::provider);
    registry.providers().forEach(all::endpoint);
    for (var model : registry.models()) {
      var line = named("model", model.ref().text());
      line.put("region", all.region(model.ref().provider()));
      all.add(line, model.profile());
    }
    new TreeMap<>(tools.byName()).forEach(all::tool);
    return all.lines;
  }

  private void provider(ProviderSetting provider) {
    var line = named("provider", provider.name());
    line.put("region", provider.endpoint().region());
    registry.profile(provider.name()).ifPresent(profile -> add(line, profile));
  }

  private String region(String provider) {
    return registry.providers().stream()
        .filter(one -> one.name().equals(provider))
        .map(one -> one.endpoint().region())
        .findFirst()
        .orElse("");
  }

  private static Map<String, String> named(String kind, String name) {
    var line = new LinkedHashMap<String, String>();
    line.put("kind", kind);
    line.put("name", name);
    return line;
  }

  private void tool(String name, ToolPolicy tool) {
    var line = named("tool", name);
    line.put("effect", tool.effect().word());
    line.put("min_integrity", tool.sink().minIntegrity().word());
    line.put("max_level", tool.sink().maxLevel().word());
    line.put("control_args", String.join("; ", tool.sink().controlArgs()));
    line.put("data_args", String.join("; ", tool.sink().dataArgs()));
    line.put("allowed", String.join("; ", tool.sink().allowed()));
    line.put("directory", tool.directory() ? "true" : "");
    line.put("result_integrity", tool.result().integrity().word());
    line.put("result_level", tool.result().level().word());
    line.put("result_categories", String.join("; ", tool.result().categories().names()));
    line.put("result_readers", String.join("; ", tool.result().readers().names()));
    line.put("result_readers_from", String.join("; ", tool.claims().readersFrom()));
    line.put("vouched", tool.claims().vouched() ? "true" : "");
    write(line);
  }

  private void endpoint(ProviderSetting provider) {
    var line = named("endpoint", provider.name());
    line.put("region", provider.endpoint().region());
    line.put("api", provider.endpoint().api());
    line.put("base_url", provider.endpoint().baseUrl().toString());
    write(line);
  }

  private void add(Map<String, String> line, Profile profile) {
    Terms terms = Attestations.stated(stated, line.getOrDefault("name", "")).orElse(Terms.NONE);
    line.put("zone", terms.zone() == null ? "" : Checks.word(terms.zone()));
    line.put("jurisdiction", profile.jurisdiction());
    line.put("retention_days", terms.retentionDays() == null ? "" : terms.retentionDays() + "");
    line.put("trains_on_data", trains(terms.training()));
    line.put("clearance", terms.clearance() == null ? "" : terms.clearance().word());
    Profile.Diligence diligence = profile.diligence();
    line.put("owner", diligence.owner());
    line.put("incident_contact", diligence.incidentContact());
    line.put("contract", diligence.paper().contract());
    line.put("certifications", String.join("; ", diligence.paper().certifications()));
    line.put("sub_processors", String.join("; ", diligence.subProcessors()));
    line.put("evidence", String.join("; ", diligence.evidence()));
    line.put("reviewer", profile.review().reviewer());
    line.put("reviewed", day(profile.review().reviewed()));
    line.put("review_expires", day(profile.review().expires()));
    line.put("standing", Checks.word(profile.review().standing()));
    line.put("sees_now", profile.clearance().word());
    write(line);
  }

  /**
   * The same lines for looking up: by kind and name, then by column; what is empty is not there.
   */
  public static Map<String, Map<String, String>> byName(List<List<String>> lines) {
    var all = new LinkedHashMap<String, Map<String, String>>();
    for (List<String> line : lines.subList(1, lines.size())) {
      var values = new LinkedHashMap<String, String>();
      for (int i = 2; i < COLUMNS.size(); i++) {
        if (!line.get(i).isEmpty()) {
          values.put(COLUMNS.get(i), line.get(i));
        }
      }
      all.put(line.get(0) + " " + line.get(1), values);
    }
    return all;
  }

  private static String trains(@Nullable Training training) {
    return training == null || training == Training.UNKNOWN
        ? ""
        : Boolean.toString(training == Training.YES);
  }

  private static String day(@Nullable Instant moment) {
    return moment == null ? "" : moment.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private void write(Map<String, String> line) {
    lines.add(COLUMNS.stream().map(column -> line.getOrDefault(column, "")).toList());
  }
}
