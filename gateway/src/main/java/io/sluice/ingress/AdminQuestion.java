package io.sluice.ingress;

import io.sluice.admin.Warrants;
import io.sluice.identity.Operator;
import io.sluice.policy.ClosedLists;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What policy is asked before a route of the admin plane is run, told from its path alone. */
sealed interface AdminQuestion {
  /** A part of the record is looked at; {@code kind} is what rules read as {@code kind}. */
  record View(String kind) implements AdminQuestion {}

  /** Something is changed; {@code operation} is what rules read as {@code name}. */
  record Change(String operation) implements AdminQuestion {}

  /** The state, the inventory and the figures are seen by whoever has the role. */
  record Nothing() implements AdminQuestion {}

  /** Where the record is, by the first word of the path, and what rules call that part. */
  Map<String, String> RECORD =
      Map.of(
          "exchanges", "exchange",
          "ledger", "ledger",
          "usage", "usage",
          "who-saw", "who-saw",
          "completeness", "completeness",
          "report", "report",
          "holds", "hold");

  /** Questions that are asked with a body and change nothing: the part; empty: of no record. */
  Map<String, String> ASKING =
      Map.of(
          "who-saw", "who-saw",
          "policy.simulate", "simulation",
          "providers.reconcile", "usage",
          "policy.exposure", "");

  /** The question before {@code route}. */
  static AdminQuestion of(AdminRoute route) {
    List<String> words = words(route.template());
    if (words.isEmpty()) {
      return new Nothing();
    }
    String path = String.join(".", words);
    if (route.method().equals("GET")) {
      String kind = RECORD.get(words.getFirst());
      boolean payload = words.getLast().equals("payload");
      return kind == null ? new Nothing() : new View(payload ? "payload" : kind);
    }
    String asking = ASKING.get(path);
    if (asking != null) {
      return asking.isEmpty() ? new Nothing() : new View(asking);
    }
    boolean made = words.size() == 1 && route.method().equals("POST");
    String verb = route.method().equals("DELETE") ? ".delete" : made ? ".create" : "";
    return new Change(path + verb);
  }

  /**
   * Every question that {@code routes} can put, held against what rules may name.
   *
   * @throws IllegalStateException if a rule could name what is not there, or not what is
   */
  static void all(List<AdminRoute> routes) {
    var operations = new HashSet<String>();
    var kinds = new HashSet<String>();
    for (AdminRoute route : routes) {
      if (route.role() != null) {
        switch (of(route)) {
          case View(String kind) -> kinds.add(kind);
          case Change(String operation) -> operations.add(operation);
          case Nothing() -> {}
        }
      }
    }
    ClosedLists.same(ClosedLists.OPERATIONS, operations);
    ClosedLists.same(ClosedLists.KINDS, kinds);
  }

  /** Goes on only if policy lets {@code operator}. */
  default void put(Warrants warrants, Operator operator) {
    switch (this) {
      case View(String kind) -> warrants.view(operator, kind);
      case Change(String operation) -> warrants.administer(operator, operation);
      case Nothing() -> {}
    }
  }

  private static List<String> words(String template) {
    var words = new ArrayList<String>();
    for (String part : template.split("/", -1)) {
      if (!part.isEmpty() && !part.startsWith("{")) {
        words.add(part);
      }
    }
    boolean api = words.size() > 2 && words.getFirst().equals("api");
    return api ? words.subList(2, words.size()) : List.of();
  }
}
