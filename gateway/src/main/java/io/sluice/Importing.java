package io.sluice;

import io.sluice.admin.InventoryLines;
import io.sluice.config.Config;
import io.sluice.config.InventoryText;
import io.sluice.config.InventoryText.Line;
import io.sluice.config.Problem;
import io.sluice.flow.ToolPolicies;
import io.sluice.flow.ToolPolicy;
import io.sluice.registry.Attestations;
import io.sluice.registry.ModelSetting;
import io.sluice.registry.ProviderSetting;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistrySettings;
import io.sluice.registry.Statements;
import io.sluice.registry.Terms;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds an imported text against one configuration. What says the same as what holds already states
 * nothing; what the configuration states cannot be stated otherwise.
 */
final class Importing {
  private static final Set<String> REVIEW = Set.of("reviewer", "reviewed", "review_expires");
  private static final Set<String> FOLLOWING = Set.of("kind", "name", "standing", "sees_now");

  private final Config config;
  private final RegistrySettings stated;
  private final Function<RegistrySettings, Registry> registry;
  private final Set<String> providers;
  private final Map<String, String> refs = new HashMap<>();

  /** {@code registry}: what settings come to, with the reviews that were recorded. */
  Importing(Config config, Function<RegistrySettings, Registry> registry) {
    this.config = config;
    this.stated = config.inventory().registry();
    this.registry = registry;
    this.providers =
        stated.providers().stream().map(ProviderSetting::name).collect(Collectors.toSet());
    for (ModelSetting model : stated.models()) {
      refs.put(model.name(), model.provider() + "/" + model.id());
    }
  }

  /** What a text states that nobody stated before, and what is wrong with it. */
  record Outcome(Statements statements, Map<String, ToolPolicy> tools, List<Problem> problems) {
    static final Outcome NOTHING = new Outcome(Statements.NONE, Map.of(), List.of());
  }

  Outcome of(Imported text) {
    if (text.text().isEmpty()) {
      return Outcome.NOTHING;
    }
    Registry before = registry.apply(stated);
    var base = lines(stated, before);
    var first = read(text, line -> ofModel(line) ? nothing(line) : leftOut(line, base));
    RegistrySettings then = first.statements().under(stated);
    var below = lines(then, registry.apply(then)); // models share what is said of their providers
    var all = read(text, line -> leftOut(line, ofModel(line) ? below : base));
    var known = new HashSet<>(providers);
    known.addAll(refs.keySet());
    before.models().forEach(model -> known.add(model.ref().text()));
    all.close(known);
    return new Outcome(all.statements(), all.tools(), all.problems());
  }

  private InventoryText read(Imported text, InventoryText.Judge judge) {
    var reader = new InventoryText.Reader(config.flow().categories(), judge);
    return InventoryText.read(text.name(), text.text(), reader);
  }

  private Map<String, Map<String, String>> lines(RegistrySettings settings, Registry from) {
    ToolPolicies tools = config.labelling().tools();
    return InventoryLines.byName(InventoryLines.of(settings, from, tools));
  }

  private boolean ofModel(Line line) {
    return line.ofTerms() && !providers.contains(line.name());
  }

  private static Map<String, String> nothing(Line line) {
    return line.values().keySet().stream()
        .filter(column -> !FOLLOWING.contains(column))
        .collect(Collectors.toMap(column -> column, _ -> ""));
  }

  private Map<String, String> leftOut(Line line, Map<String, Map<String, String>> base) {
    String ref = refs.getOrDefault(line.name(), line.name());
    String kind = ofModel(line) ? "model" : line.ofTerms() ? "provider" : line.kind();
    Map<String, String> holds = base.getOrDefault(kind + " " + ref, Map.of());
    Set<String> declared = declared(kind, ref);
    var out = new HashMap<String, String>();
    boolean review = false;
    for (var value : line.values().entrySet()) {
      String column = value.getKey();
      boolean same = value.getValue().equals(holds.get(column));
      if (same) {
        out.put(column, "");
      } else if (declared.contains(column) && !value.getValue().isEmpty()) {
        out.put(column, refusal(column, line.name(), holds.getOrDefault(column, "")));
      }
      review |= REVIEW.contains(column) && !same && !FOLLOWING.contains(column);
    }
    if (review) { // a review is one statement
      out.entrySet().removeIf(it -> REVIEW.contains(it.getKey()) && it.getValue().isEmpty());
    }
    FOLLOWING.forEach(out::remove);
    return out;
  }

  private static String refusal(String column, String name, String holds) {
    return "'%s' of %s is stated by the configuration%s; an import cannot change that"
        .formatted(column, name, holds.isEmpty() ? "" : " (" + holds + ")");
  }

  /** The columns that the configuration states of it, itself or by its provider. */
  private Set<String> declared(String kind, String ref) {
    var columns = new HashSet<>(Set.of("region", "api", "base_url"));
    if (kind.equals("tool") && config.labelling().tools().knows(ref)) {
      columns.addAll(
          List.of("effect", "min_integrity", "max_level", "control_args", "data_args", "allowed"));
      columns.addAll(List.of("directory", "result_integrity", "result_level", "result_categories"));
      columns.addAll(List.of("result_readers", "result_readers_from", "vouched"));
    }
    if (kind.equals("model") || kind.equals("provider")) {
      Attestations.stated(stated, ref).ifPresent(terms -> terms(terms, columns));
    }
    return columns;
  }

  private static void terms(Terms terms, Set<String> columns) {
    add(columns, "zone", terms.zone() != null);
    add(columns, "jurisdiction", terms.jurisdiction() != null);
    add(columns, "retention_days", terms.retentionDays() != null);
    add(columns, "trains_on_data", terms.training() != null);
    add(columns, "clearance", terms.clearance() != null);
    REVIEW.forEach(column -> add(columns, column, terms.review() != null));
    if (terms.diligence() != null) {
      add(columns, "owner", !terms.diligence().owner().isEmpty());
      add(columns, "incident_contact", !terms.diligence().incidentContact().isEmpty());
      add(columns, "contract", !terms.diligence().paper().contract().isEmpty());
      add(columns, "certifications", !terms.diligence().paper().certifications().isEmpty());
      add(columns, "sub_processors", !terms.diligence().subProcessors().isEmpty());
      add(columns, "evidence", !terms.diligence().evidence().isEmpty());
    }
  }

  private static void add(Set<String> columns, String column, boolean stated) {
    if (stated) {
      columns.add(column);
    }
  }
}
