package io.sluice.flow;

import io.sluice.model.Categories;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The part {@code labels:} of the configuration. Levels are the four of {@link Level}.
 *
 * @param categories every category that may be said, shipped and the operator's own
 * @param defaultLevel the level of a caller key that was given none
 * @param toolResult the label of what a tool returned of which nothing is known
 * @param findings what a finding of each type means; a type that is missing means nothing
 * @param markings where other people's words lie in a principal's own
 * @param endorsedBits how many bits an hour an untrusted origin may decide; 0: none
 */
public record FlowSettings(
    List<String> categories,
    Level defaultLevel,
    Label toolResult,
    Map<String, Meaning> findings,
    Markings markings,
    int endorsedBits) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

  /** The type of finding that says nothing of confidentiality: a text that wants to give orders. */
  public static final String INJECTION = "injection";

  private static final Meaning NOTHING = new Meaning(Categories.NONE, Level.PUBLIC);

  /** What holds where the file says nothing. */
  public static final FlowSettings DEFAULT =
      new FlowSettings(
          List.of("pii", "phi", "pci", "secret", "source", "legal", "hr", "finance"),
          Level.INTERNAL,
          new Label(Integrity.UNTRUSTED, Level.INTERNAL, Categories.NONE),
          meanings(),
          Markings.NONE,
          Endorsements.BITS_PER_HOUR);

  private static Map<String, Meaning> meanings() {
    var all = new HashMap<String, Meaning>();
    for (String type : List.of("email", "phone", "address", "date_of_birth", "person_name")) {
      all.put(type, new Meaning(Categories.of("pii"), Level.PUBLIC));
    }
    all.put("ip_address", NOTHING); // most are machines: an operator says where they are people
    all.put("iban", new Meaning(Categories.of("pii"), Level.CONFIDENTIAL));
    all.put("national_id", new Meaning(Categories.of("pii"), Level.CONFIDENTIAL));
    all.put("card", new Meaning(Categories.of("pci"), Level.CONFIDENTIAL));
    all.put("medical_record", new Meaning(Categories.of("phi"), Level.CONFIDENTIAL));
    all.put("credential", new Meaning(Categories.of("secret"), Level.RESTRICTED));
    all.put("source_code", new Meaning(Categories.of("source"), Level.PUBLIC));
    all.put(INJECTION, new Meaning(Categories.NONE, Level.PUBLIC, Integrity.UNTRUSTED));
    return all;
  }

  public FlowSettings {
    categories = List.copyOf(categories);
    findings = Map.copyOf(findings);
    for (String category : categories) {
      if (!NAME.matcher(category).matches() || Integrity.of(category).isPresent()) {
        throw new IllegalArgumentException("not a name for a category: '" + category + "'");
      }
    }
    for (var entry : findings.entrySet()) {
      if (!NAME.matcher(entry.getKey()).matches()) {
        throw new IllegalArgumentException("not a type of finding: '" + entry.getKey() + "'");
      }
      for (String category : entry.getValue().categories().names()) {
        if (!categories.contains(category)) {
          throw new IllegalArgumentException(
              "findings." + entry.getKey() + ": unknown category '" + category + "'");
        }
      }
    }
  }

  /** What a finding of that type means. */
  public Meaning meaning(String type) {
    return findings.getOrDefault(type, NOTHING);
  }
}
