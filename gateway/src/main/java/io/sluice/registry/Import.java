package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Sha256;
import io.sluice.registry.Listing.Source;
import io.sluice.registry.Listing.Version;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads somebody else's list of models and prices: all of it is as it should be, or it is refused
 * with reasons. Nothing is guessed: what is in no unit or of another kind is wrong.
 */
public final class Import {
  private static final JsonLimits LIMITS = new JsonLimits(16, 64 << 10, 40, 2_000_000);

  /**
   * What reading came to.
   *
   * @param listing null if there is a problem
   * @param problems what is wrong, in the order of the file; at most {@link Findings#MOST}
   * @param left how many models were left out: other kinds of work, or vendors without an address
   */
  public record Result(@Nullable Listing listing, List<String> problems, int left) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** The file, whose it is, and of when; source null: told from its form. */
  public record Draft(Bytes file, @Nullable Source source, LocalDate asOf) {}

  private Import() {}

  /** Reads {@code draft}, with {@code catalogue} to tell vendors by. */
  public static Result read(Draft draft, Catalogue catalogue) {
    Json root;
    try {
      root = Json.parse(draft.file(), LIMITS);
    } catch (JsonException e) {
      return refused("the file cannot be read: " + e.getMessage());
    }
    Optional<Source> form = form(root);
    Source source = draft.source() == null ? form.orElse(null) : draft.source();
    if (source == null) {
      return refused("the file is no list of models.dev, litellm or openrouter");
    }
    if (form.isPresent() && form.get() != source) {
      return refused("the file has the form of " + form.get().word() + ", not " + source.word());
    }
    var findings = new Findings(catalogue);
    switch (source) {
      case MODELS_DEV -> new ModelsDev(findings).read(root);
      case LITELLM -> new LiteLlm(findings).read(root);
      case OPENROUTER -> new OpenRouter(findings).read(root);
    }
    if (findings.problems().isEmpty() && findings.models() == 0) {
      return refused("the file has no model that this gateway could use");
    }
    if (!findings.problems().isEmpty()) {
      return new Result(null, findings.problems(), findings.left());
    }
    var version = new Version(source, draft.asOf(), sha256(draft.file()));
    return new Result(new Listing(version, findings.shelves()), List.of(), findings.left());
  }

  /** Tells the source by members that only its lists have. */
  private static Optional<Source> form(Json root) {
    if (root.at("data").isArray()) {
      return Optional.of(Source.OPENROUTER);
    }
    Json first = root.fields().isEmpty() ? Json.nothing() : root.fields().getFirst().value();
    if (root.at("providers").isObject() || first.at("models").isObject()) {
      return Optional.of(Source.MODELS_DEV);
    }
    boolean keyed =
        root.fields().stream()
            .limit(10)
            .anyMatch(one -> !one.value().at("litellm_provider").missing());
    return keyed ? Optional.of(Source.LITELLM) : Optional.empty();
  }

  /**
   * What would change too much at once to be believed: more than half of the models gone, or a
   * price more than twenty times what it was.
   */
  public static List<String> surprises(Listing before, Listing next) {
    var old = before.all();
    var now = next.all();
    var found = new ArrayList<String>();
    long gone = old.keySet().stream().filter(id -> !now.containsKey(id)).count();
    if (gone * 2 > old.size()) {
      found.add(gone + " of " + old.size() + " models are gone");
    }
    old.forEach(
        (id, was) -> {
          var is = now.get(id);
          if (is != null
              && found.size() < Findings.MOST
              && Amounts.leaps(was.price(), is.price())) {
            found.add(
                id + ": its price is more than twenty times what it was, or less than a twentieth");
          }
        });
    return found;
  }

  private static Result refused(String problem) {
    return new Result(null, List.of(problem), 0);
  }

  /** In hex. */
  static String sha256(Bytes file) {
    return Sha256.hex(file);
  }
}
