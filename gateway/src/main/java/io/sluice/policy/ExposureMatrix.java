package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Categories;
import io.sluice.model.Decision;
import io.sluice.model.Exposure;
import io.sluice.model.Exposure.Found;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Permit;
import io.sluice.model.Principal;
import io.sluice.model.Target;
import io.sluice.model.Traits;
import io.sluice.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who may send what where, for every combination. Each combination is decided as a request would
 * be; those that differ in nothing that the rules speak of are decided once.
 */
public final class ExposureMatrix {
  /** Allowed as it is, allowed once something is masked, a person must approve, refused. */
  public static final String OUTCOMES = "ymh-";

  private final Policy policy = new Policy();
  private final Rules rules;
  private final ExposureAxes axes;
  private final Mentions mentions;
  private final Map<List<Object>, Character> known = new HashMap<>();
  private final Map<List<Object>, Integer> kinds = new HashMap<>();
  private final Map<ExposureAxes.Who, Integer> callers = new HashMap<>();
  private final Map<ModelRef, Integer> models = new HashMap<>();

  /**
   * One row: for {@code invokeModel} a character for each level, integrity and category, the last
   * of them turning fastest; for {@code fallback} one for each level.
   *
   * @param from the model that failed; empty unless another takes over
   */
  public record Row(String action, String who, String model, String from, String purpose) {}

  private ExposureMatrix(Bundle bundle, Rules rules, ExposureAxes axes) {
    this.rules = rules.sliced();
    this.axes = axes;
    this.mentions = Mentions.of(bundle);
    axes.who().forEach(who -> callers.put(who, kind(caller(who))));
    axes.models().forEach(model -> models.put(model.ref(), kind(model(model))));
  }

  /** A number for everything that the rules cannot tell from it. */
  private int kind(List<Object> told) {
    return kinds.computeIfAbsent(told, _ -> kinds.size());
  }

  private Object numbered(ExposureAxes.Who who) {
    return Objects.requireNonNull(callers.get(who));
  }

  private Object numbered(Candidate model) {
    return Objects.requireNonNull(models.get(model.ref()));
  }

  /** Every row and its cells, in the order of the axes. {@code rules} are those of the bundle. */
  public static Map<Row, String> of(Bundle bundle, Rules rules, ExposureAxes axes) {
    return new ExposureMatrix(bundle, rules, axes).rows();
  }

  private Map<Row, String> rows() {
    var rows = new java.util.LinkedHashMap<Row, String>();
    for (ExposureAxes.Who who : axes.who()) {
      for (Candidate model : axes.models()) {
        String name = model.ref().text();
        for (String purpose : axes.purposes()) {
          rows.put(
              new Row("invokeModel", who.name(), name, "", purpose), sending(who, model, purpose));
        }
        for (Candidate from : axes.models()) {
          if (!from.ref().equals(model.ref())) {
            String failed = from.ref().text();
            rows.put(
                new Row("fallback", who.name(), name, failed, ""), takingOver(who, from, model));
          }
        }
      }
    }
    return rows;
  }

  private String sending(ExposureAxes.Who who, Candidate model, String purpose) {
    var cells = new StringBuilder();
    Object asker = numbered(who);
    Object asked = numbered(model);
    Object why = told("purpose", purpose);
    for (Level level : ExposureAxes.LEVELS) {
      for (Integrity integrity : ExposureAxes.INTEGRITIES) {
        for (String category : axes.categories()) {
          var key = List.of(asker, asked, level, told("integrity", integrity), category, why);
          cells.append(
              known
                  .computeIfAbsent(
                      key,
                      _ -> {
                        var label = ExposureAxes.label(level, integrity);
                        return sent(facts(who, label, category, purpose), model);
                      })
                  .charValue());
        }
      }
    }
    return cells.toString();
  }

  private char sent(Facts facts, Candidate model) {
    Decision decision = policy.decide(facts, new Target("any", true, List.of(model)), rules);
    if (decision instanceof Permit permit) {
      return permit.verdicts().getFirst().mask().isEmpty() ? 'y' : 'm';
    }
    return decision instanceof Hold ? 'h' : '-';
  }

  private String takingOver(ExposureAxes.Who who, Candidate from, Candidate to) {
    var cells = new StringBuilder();
    for (Level level : ExposureAxes.LEVELS) {
      var key = List.of(numbered(who), numbered(from), numbered(to), level);
      cells.append(
          known
              .computeIfAbsent(
                  key,
                  _ -> {
                    Label label = ExposureAxes.label(level, Integrity.USER);
                    return taken(facts(who, label, "", ""), from, to);
                  })
              .charValue());
    }
    return cells.toString();
  }

  /** Only what may be sent there at all may be sent there instead. */
  private char taken(Facts facts, Candidate from, Candidate to) {
    if (sent(facts, to) != 'y') {
      return '-';
    }
    Leave leave = policy.fallback(facts, from, Verdict.yes(to, Categories.NONE, List.of()), rules);
    return leave.allowed() ? 'y' : leave.approvable() ? 'h' : '-';
  }

  /** All of a caller that the rules can tell apart. */
  private List<Object> caller(ExposureAxes.Who who) {
    var all = new ArrayList<Object>();
    all.add(told("tenant", who.tenant()));
    all.add(told("team", who.affiliation().team()));
    all.add(told("app", who.affiliation().app()));
    all.add(told("roles", who.affiliation().roles()));
    all.add(told("waivers", who.waivers()));
    return all;
  }

  /** All of a model that the rules can tell apart. */
  private List<Object> model(Candidate model) {
    var all = new ArrayList<Object>();
    var view =
        new View(
            facts(axes.who().getFirst(), Label.BOTTOM, "", ""),
            Label.BOTTOM,
            Categories.NONE,
            new Thing.Model(model, null),
            rules.jurisdictions(),
            false);
    Attribute.OF_MODEL.forEach(
        (name, attribute) -> {
          if (mentions.attribute(name)) {
            all.add(name + "=" + attribute.value().apply(view));
          }
        });
    if (mentions.type("Model")) {
      all.add(model.ref());
    }
    if (mentions.type("Provider")) {
      all.add(model.ref().provider());
    }
    return all;
  }

  private Object told(String attribute, Object value) {
    return mentions.attribute(attribute) ? value : "";
  }

  private static Facts facts(ExposureAxes.Who who, Label base, String category, String purpose) {
    Principal principal = who.principal();
    var call = new Traits.Call("openai", Traits.Operation.CHAT, "any", false);
    var traits = new Traits(call, List.of(), List.of(), new Traits.Size(0, 0, 0), List.of());
    List<Found> found =
        category.isEmpty()
            ? List.of()
            : List.of(
                new Found(
                    category,
                    new Label(Integrity.OPERATOR, Level.PUBLIC, Categories.of(category)),
                    1));
    return new Facts(
        principal,
        traits,
        new Exposure(base, found),
        purpose,
        Instant.EPOCH,
        who.waivers(),
        Losses.UNKNOWN);
  }
}
