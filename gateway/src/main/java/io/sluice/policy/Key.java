package io.sluice.policy;

import io.sluice.model.Categories;
import io.sluice.model.Exposure.Found;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Target;
import io.sluice.model.Traits;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that can make one decision differ from another under the same rules. What the schema
 * does not declare is left out, so that it neither splits nor confuses what is remembered.
 *
 * @param object what is acted on: a target, or the level of an audience
 */
record Key(Subject subject, Circumstances circumstances, Content content, Object object) {

  /** Who asks. */
  record Subject(
      String tenant,
      String id,
      Affiliation affiliation,
      List<String> agents,
      Level level,
      Integrity integrity) {}

  /** How it is asked. */
  record Circumstances(
      Traits.Call call,
      List<String> modalities,
      List<String> tools,
      List<String> terms,
      String purpose,
      List<String> waivers) {}

  /** What is known of the content: the label of its sources, and of each finding. */
  record Content(Label base, List<Label> found) {}

  static Key of(Facts facts, Target target, Declared declared) {
    return new Key(subject(facts), circumstances(facts, declared), content(facts), target);
  }

  static Key of(Facts facts, Label output, Level audience, Declared declared) {
    var content = new Content(output, List.of());
    return new Key(subject(facts), circumstances(facts, declared), content, audience);
  }

  /** A target is told apart by its name first: its candidates have long hash codes. */
  @Override
  public int hashCode() {
    int hash = object instanceof Target target ? target.name().hashCode() : object.hashCode();
    hash = 31 * hash + subject.hashCode();
    hash = 31 * hash + circumstances.hashCode();
    return 31 * hash + content.hashCode();
  }

  /** Which of the circumstances the schema lets rules read. */
  record Declared(
      boolean call,
      boolean asked,
      boolean modalities,
      boolean tools,
      boolean terms,
      boolean purpose,
      boolean waivers) {
    private static final Traits.Call ANY = new Traits.Call("", Traits.Operation.CHAT, "", false);

    static Declared of(Sight sight) {
      return new Declared(
          sight.reads("format") || sight.reads("operation") || sight.reads("stream"),
          sight.reads("asked"),
          sight.reads("modalities"),
          sight.reads("tools"),
          sight.reads("terms"),
          sight.reads("purpose"),
          sight.reads("waivers"));
    }

    Traits.Call call(Traits.Call of) {
      if (call && asked) {
        return of;
      }
      if (call) {
        return new Traits.Call(of.format(), of.operation(), "", of.stream());
      }
      return asked ? new Traits.Call("", Traits.Operation.CHAT, of.model(), false) : ANY;
    }
  }

  private static Subject subject(Facts facts) {
    var principal = facts.principal();
    return new Subject(
        principal.tenant(),
        principal.id(),
        principal.affiliation(),
        principal.delegation().chain(),
        principal.grants().level(),
        principal.grants().integrity());
  }

  private static Circumstances circumstances(Facts facts, Declared declared) {
    Traits traits = facts.traits();
    return new Circumstances(
        declared.call(traits.call()),
        declared.modalities ? traits.modalities() : List.of(),
        declared.tools ? traits.tools() : List.of(),
        declared.terms ? traits.terms() : List.of(),
        declared.purpose ? facts.purpose() : "",
        declared.waivers ? facts.waivers() : List.of());
  }

  private static Content content(Facts facts) {
    List<Found> found = facts.exposure().found();
    if (found.isEmpty()) {
      return new Content(facts.exposure().base(), List.of());
    }
    var labels = new ArrayList<Label>(found.size());
    for (Found one : found) {
      labels.add(one.label());
    }
    return new Content(facts.exposure().base(), labels);
  }

  /** The categories that were found, not declared. */
  static Categories found(Facts facts) {
    var all = Categories.NONE;
    for (Found one : facts.exposure().found()) {
      all = all.union(one.label().categories());
    }
    return all;
  }
}
