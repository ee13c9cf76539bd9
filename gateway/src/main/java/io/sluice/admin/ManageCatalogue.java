package io.sluice.admin;

import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Bytes;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import io.sluice.registry.Catalogue;
import io.sluice.registry.Import;
import io.sluice.registry.Listing;
import io.sluice.registry.Listing.Source;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Imported lists of models and prices, as operators see them; every change is recorded. */
public final class ManageCatalogue {
  private final Shelf shelf;
  private final Journal journal;
  private final Clock clock;

  /** Where lists are kept, and what is in force. */
  public interface Shelf {
    /** The catalogue in force. */
    Catalogue inForce();

    /**
     * Puts {@code next} in the place of the list of the same source, durable when it returns.
     *
     * @throws IOException if it cannot be kept or used; what was in force stays
     */
    void replace(Listing next) throws IOException;
  }

  /**
   * A list to be imported.
   *
   * @param source whose it is; empty: told from its form
   * @param asOf the day it was made
   * @param anyway whether changes that look like a mistake are meant
   */
  public record Draft(Bytes file, String source, LocalDate asOf, boolean anyway) {}

  /**
   * What an import came to.
   *
   * @param left models that were left out: other kinds of work, or vendors without an address
   * @param before hash of the version before; empty: there was none
   */
  public record Imported(Listing.Version version, int models, int left, String before) {}

  /** Over this shelf. */
  public ManageCatalogue(Shelf shelf, Journal journal, Clock clock) {
    this.shelf = shelf;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Puts another list in force, all of it or nothing. Needs the role operator.
   *
   * @throws Stop INVALID_REQUEST for a source or day that is none; CONFLICT with the reasons if the
   *     list is refused
   */
  public Imported add(Draft draft, Operator by) {
    by.require(Role.OPERATOR);
    if (draft.asOf().isAfter(LocalDate.ofInstant(clock.now(), ZoneOffset.UTC).plusDays(1))) {
      throw Fault.of(Code.INVALID_REQUEST, "as_of is a day that has not come yet").stop();
    }
    var result =
        Import.read(
            new Import.Draft(draft.file(), source(draft.source()), draft.asOf()), shelf.inForce());
    Listing next = result.listing();
    if (next == null) {
      throw refused("nothing of it was taken", result.problems());
    }
    Optional<Listing> before = inForce(next.version().source());
    List<String> surprises = before.map(old -> Import.surprises(old, next)).orElse(List.of());
    if (!surprises.isEmpty() && !draft.anyway()) {
      throw refused("say --anyway if this is meant", surprises);
    }
    try {
      shelf.replace(next);
    } catch (IOException e) {
      throw refused("it cannot be put in force", List.of(String.valueOf(e.getMessage())));
    }
    String old = before.map(one -> one.version().sha256()).orElse("");
    journal.event("catalogue.imported", by.name(), details(next, old));
    return new Imported(next.version(), next.size(), result.left(), old);
  }

  /** The lists in force, the newest first. Needs the role viewer. */
  public List<Listing> list(Operator by) {
    by.require(Role.VIEWER);
    return shelf.inForce().listings();
  }

  private Optional<Listing> inForce(Source source) {
    return shelf.inForce().listings().stream()
        .filter(one -> one.version().source() == source)
        .findFirst();
  }

  private static @Nullable Source source(String word) {
    if (word.isEmpty()) {
      return null;
    }
    return Source.of(word)
        .orElseThrow(
            () ->
                Fault.of(Code.INVALID_REQUEST, "a source is models.dev, litellm or openrouter")
                    .stop());
  }

  private static Map<String, String> details(Listing next, String before) {
    return Map.of(
        "source", next.version().source().word(),
        "as_of", next.version().asOf().toString(),
        "sha256", next.version().sha256(),
        "before", before,
        "models", Integer.toString(next.size()));
  }

  private static Stop refused(String why, List<String> reasons) {
    String message = "the list was refused, and what was in force stays; " + why + ":\n  ";
    return Fault.of(Code.CONFLICT, message + String.join("\n  ", reasons)).naming(reasons).stop();
  }
}
