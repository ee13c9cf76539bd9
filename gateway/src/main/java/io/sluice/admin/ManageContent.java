package io.sluice.admin;

import io.sluice.flow.Registered;
import io.sluice.flow.Registration;
import io.sluice.flow.Registration.Kind;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.NormalText;
import io.sluice.model.Readers;
import io.sluice.model.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Registered documents, tables and public texts; what is registered and removed is recorded. */
public final class ManageContent {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,99}");
  private static final String READER = "reader:";

  /** A shorter text might be passed over in a longer one. */
  private static final int CANARY_CHARS = 47;

  /** It says nothing of a request that holds one: only answers are looked at for it. */
  private static final Label CANARY =
      new Label(Integrity.OPERATOR, Level.RESTRICTED, Categories.NONE);

  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Registered registered;
  private final Supplier<List<String>> categories;
  private final Journal journal;

  /**
   * Over what is registered.
   *
   * @param categories every category there is now
   */
  public ManageContent(Registered registered, Supplier<List<String>> categories, Journal journal) {
    this.registered = registered;
    this.categories = categories;
    this.journal = journal;
  }

  /**
   * What is to be registered.
   *
   * @param kind {@code documents}, {@code table}, {@code clearing} or {@code canary}
   * @param label a level, categories and {@code reader:NAME}s, separated by commas; empty for what
   *     is cleared
   */
  public record Draft(String tenant, String name, String kind, String label) {}

  /** Everything that is registered. Needs the role viewer. */
  public List<Registration> list(Operator by) {
    by.require(Role.VIEWER);
    return registered.all();
  }

  /** How full the indexes are, in percent, by their names. */
  public Map<String, Integer> full() {
    return registered.full();
  }

  /**
   * Adds texts: documents, or what is cleared. Needs the role operator.
   *
   * @throws Stop INVALID_REQUEST for a name or label that is none; CONFLICT if the name stands for
   *     something else, or there is no room
   */
  public Registration texts(Draft draft, List<String> texts, Operator by) {
    by.require(Role.OPERATOR);
    var checked = checked(draft);
    if (checked.kind() == Kind.TABLE) {
      throw bad("a table has rows, not texts");
    }
    if (checked.kind() == Kind.CANARY
        && texts.stream().anyMatch(text -> NormalText.of(text).length() < CANARY_CHARS)) {
      throw bad("a canary has at least %d letters and digits".formatted(CANARY_CHARS));
    }
    return told(registered.texts(checked, texts), texts.size(), by);
  }

  /** Adds rows of a table; otherwise as {@link #texts}. */
  public Registration rows(Draft draft, List<List<String>> rows, Operator by) {
    by.require(Role.OPERATOR);
    var checked = checked(draft);
    if (checked.kind() != Kind.TABLE) {
      throw bad("only a table has rows");
    }
    return told(registered.rows(checked, rows), rows.size(), by);
  }

  /**
   * Forgets what is registered under a name. Needs the role operator.
   *
   * @throws Stop NOT_FOUND if nothing is
   */
  public Registration remove(String tenant, String name, Operator by) {
    by.require(Role.OPERATOR);
    var gone =
        registered
            .remove(tenant, name)
            .orElseThrow(
                () -> Fault.of(Code.NOT_FOUND, "nothing of that name is registered").stop());
    journal.event("content.removed", by.name(), details(gone, gone.pieces()));
    return gone;
  }

  private Registration told(Registration now, int added, Operator by) {
    journal.event("content.registered", by.name(), details(now, added));
    return now;
  }

  private static Map<String, String> details(Registration one, int pieces) {
    return Map.of(
        "tenant", one.tenant(),
        "name", one.name(),
        "kind", one.kind().word(),
        "label", one.label().text(),
        "pieces", Integer.toString(pieces));
  }

  private Registered.Draft checked(Draft draft) {
    if (!NAME.matcher(draft.name()).matches() || !TENANT.matcher(draft.tenant()).matches()) {
      throw bad("a name has letters, digits, '.', '_', '-' and spaces, at most 100");
    }
    Kind kind =
        switch (draft.kind()) {
          case "documents" -> Kind.DOCUMENTS;
          case "table" -> Kind.TABLE;
          case "clearing" -> Kind.CLEARING;
          case "canary" -> Kind.CANARY;
          default -> throw bad("'kind' is documents, table, clearing or canary");
        };
    boolean unlabelled = kind == Kind.CLEARING || kind == Kind.CANARY;
    if (unlabelled && !draft.label().isEmpty()) {
      throw bad("what is cleared, and a canary, has no label");
    }
    Label label = kind == Kind.CANARY ? CANARY : unlabelled ? Label.BOTTOM : label(draft.label());
    return new Registered.Draft(draft.tenant(), draft.name(), kind, label);
  }

  private Label label(String text) {
    String[] words = text.split(",", -1);
    Level level =
        Level.of(words[0].strip())
            .orElseThrow(
                () -> bad("a label begins with public, internal, confidential or restricted"));
    var known = categories.get();
    var named = new ArrayList<String>();
    var readers = new ArrayList<String>();
    for (int i = 1; i < words.length; i++) {
      String category = words[i].strip();
      if (category.startsWith(READER)) {
        readers.add(reader(category.substring(READER.length())));
        continue;
      }
      if (!known.contains(category)) {
        throw bad("unknown category '" + category + "'; known are " + String.join(", ", known));
      }
      named.add(category);
    }
    var by = readers.isEmpty() ? Readers.EVERYONE : Readers.of(readers);
    return new Label(Integrity.OPERATOR, level, Categories.of(named), by);
  }

  private static String reader(String name) {
    if (!Readers.isName(name)) {
      throw bad("a reader is the name of a role, a team or an application, or an address");
    }
    return name;
  }

  private static Stop bad(String message) {
    return Fault.of(Code.INVALID_REQUEST, message).stop();
  }
}
