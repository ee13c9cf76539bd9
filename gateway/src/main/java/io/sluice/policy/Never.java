package io.sluice.policy;

import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Categories;
import io.sluice.model.Exposure;
import io.sluice.model.Exposure.Found;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Profile;
import io.sluice.model.Profile.Diligence;
import io.sluice.model.Profile.Review;
import io.sluice.model.Profile.Standing;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Traits;
import io.sluice.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What must never be allowed, whatever else holds: checked by trying every combination of what is
 * not said.
 *
 * @param line where it starts in its file, from 1
 * @param choices what each dimension is narrowed to, by its name; all of it where nothing is said
 * @param masked whether it may be allowed as long as something is masked
 */
record Never(
    String name, String file, int line, Map<String, List<String>> choices, boolean masked) {
  private static final int MOST = 500_000;

  /** Dimensions and all their values; those of purposes, teams and roles come from the rules. */
  static final Map<String, List<String>> DIMENSIONS = dimensions();

  Never {
    choices = Map.copyOf(choices);
  }

  private static Map<String, List<String>> dimensions() {
    var all = new LinkedHashMap<String, List<String>>();
    all.put("level", words(Level.values()));
    all.put("integrity", words(Integrity.values()));
    all.put("found", List.of());
    all.put("zone", words(Zone.values()));
    all.put("clearance", words(Level.values()));
    all.put("review", words(Standing.values()));
    all.put("training", words(Training.values()));
    all.put("retention_days", List.of("unknown", "0", "30", "31"));
    all.put("jurisdiction", List.of("", "US"));
    all.put("terms", List.of("", "store"));
    all.put("purpose", List.of());
    all.put("team", List.of());
    all.put("roles", List.of());
    return all;
  }

  private static List<String> words(Enum<?>[] values) {
    return java.util.Arrays.stream(values).map(Attribute::word).toList();
  }

  /** The first combination that is allowed against it, in words; empty if there is none. */
  String against(Rules rules, Mentions mentions) {
    var axes = new LinkedHashMap<String, List<String>>();
    long size = 1;
    for (String name : DIMENSIONS.keySet()) {
      List<String> values = values(name, mentions);
      axes.put(name, values);
      size *= values.size();
    }
    if (size > MOST) {
      return "more than " + MOST + " combinations: say more of them";
    }
    var all = List.copyOf(axes.entrySet());
    Rules sliced = rules.sliced(); // for very many questions that differ in little
    return LongStream.range(0, size)
        .mapToObj(number -> world(all, number))
        .filter(world -> allowed(sliced, world))
        .findFirst()
        .map(Never::told)
        .orElse("");
  }

  /** The combination of that number: its digits say which value each axis has. */
  private static Map<String, String> world(
      List<Map.Entry<String, List<String>>> axes, long number) {
    var world = new LinkedHashMap<String, String>();
    long rest = number;
    for (var axis : axes) {
      int values = axis.getValue().size();
      world.put(axis.getKey(), axis.getValue().get((int) (rest % values)));
      rest /= values;
    }
    return world;
  }

  private List<String> values(String name, Mentions mentions) {
    List<String> said = choices.get(name);
    if (said != null) {
      return said;
    }
    List<String> all = DIMENSIONS.getOrDefault(name, List.of());
    if (!mentions.attribute(attribute(name)) && !name.equals("jurisdiction")) {
      return all.isEmpty() ? List.of("") : all.subList(0, 1);
    }
    return switch (name) {
      case "found" -> with("", mentions.literals("categories"));
      case "purpose", "team", "roles" -> with("", mentions.literals(name));
      case "zone", "review", "training" -> told(all, mentions.literals(name));
      default -> all;
    };
  }

  /** Those that rules name, and one that stands for all others. */
  private static List<String> told(List<String> all, Set<String> named) {
    var few = new ArrayList<>(all.stream().filter(named::contains).toList());
    all.stream().filter(one -> !named.contains(one)).findFirst().ifPresent(few::add);
    return few;
  }

  /** What rules call it. */
  private static String attribute(String name) {
    return switch (name) {
      case "retention_days" -> "retentionDays";
      case "found" -> "categories";
      default -> name;
    };
  }

  private static List<String> with(String none, Set<String> more) {
    var all = new ArrayList<String>(List.of(none));
    more.stream().filter(one -> !one.equals(none)).forEach(all::add);
    return all;
  }

  private static String told(Map<String, String> world) {
    var parts = new ArrayList<String>();
    world.forEach((name, value) -> parts.add(name + " " + (value.isEmpty() ? "-" : value)));
    return String.join(", ", parts);
  }

  private boolean allowed(Rules rules, Map<String, String> world) {
    Candidate model = model(world);
    var view = Policy.view(facts(world), new Thing.Model(model, null), rules);
    Verdict verdict = new Weighing(rules, model, view).weigh().verdict();
    return verdict.allowed() && !(masked && !verdict.mask().isEmpty());
  }

  private static Facts facts(Map<String, String> world) {
    var base =
        new Label(
            one(Integrity.class, world, "integrity"),
            one(Level.class, world, "level"),
            Categories.NONE);
    String found = world.getOrDefault("found", "");
    var label = new Label(Integrity.OPERATOR, Level.PUBLIC, Categories.of(found));
    var exposure =
        new Exposure(base, found.isEmpty() ? List.of() : List.of(new Found(found, label, 1)));
    String role = world.getOrDefault("roles", "");
    var affiliation =
        new Affiliation(
            world.getOrDefault("team", ""), "", role.isEmpty() ? List.of() : List.of(role));
    String terms = world.getOrDefault("terms", "");
    var traits =
        new Traits(
            new Traits.Call("openai", Traits.Operation.CHAT, "any", false),
            List.of(),
            List.of(),
            new Traits.Size(0, 0, 0),
            terms.isEmpty() ? List.of() : List.of(terms));
    return new Facts(
        new ExposureAxes.Who("default", affiliation).principal(),
        traits,
        exposure,
        world.getOrDefault("purpose", ""),
        Instant.EPOCH,
        List.of(),
        Losses.UNKNOWN);
  }

  private static Candidate model(Map<String, String> world) {
    String retention = world.getOrDefault("retention_days", "unknown");
    var profile =
        new Profile(
            one(Zone.class, world, "zone"),
            world.getOrDefault("jurisdiction", ""),
            retention.equals("unknown") ? -1 : Integer.parseInt(retention),
            one(Training.class, world, "training"),
            one(Level.class, world, "clearance"),
            new Review(one(Standing.class, world, "review"), "", null, null),
            Diligence.NONE);
    return new Candidate(
        new ModelRef("any", "any"), "any", "openai", profile, null, Abilities.UNKNOWN);
  }

  private static <E extends Enum<E>> E one(Class<E> type, Map<String, String> world, String name) {
    for (E value : type.getEnumConstants()) {
      if (Attribute.word(value).equals(world.get(name))) {
        return value;
      }
    }
    return type.getEnumConstants()[0];
  }
}
