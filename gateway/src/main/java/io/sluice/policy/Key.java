package io.sluice.policy;

import io.sluice.model.Exposure.Found;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Obligations;
import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Target;
import io.sluice.model.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that can make one decision differ from another under the same rules. What the schema
 * does not declare is left out, so that it neither splits nor confuses what is remembered.
 *
 * @param object what is acted on: a target, or the thing of a further question
 */
record Key(Subject subject, Circumstances circumstances, Content content, Object object) {

  /** Who asks. */
  record Subject(
      String tenant,
      String id,
      Affiliation affiliation,
      List<String> agents,
      List<String> claimed,
      Level level,
      Integrity integrity) {}

  /** How it is asked. */
  record Circumstances(
      Traits.Call call,
      List<String> modalities,
      List<String> tools,
      List<String> terms,
      String purpose,
      List<String> waivers,
      Occasion occasion) {}

  /** When, in which session, and how much is asked for. */
  record Occasion(int hourOfWeek, String session, long maxOutputTokens) {
    private static final Occasion ANY = new Occasion(0, "", 0);
  }

  /**
   * What is known of the content: the label of its sources, and of each finding, and which content
   * rules were met; and what of it would be lost on the way to which model.
   */
  record Content(
      Label base, List<Label> found, List<String> rules, Map<String, List<String>> lost) {}

  static Key of(Facts facts, Target target, Declared declared) {
    return new Key(
        subject(facts), circumstances(facts, declared), content(facts, declared), target);
  }

  /** What a further question is about: content labelled so, and a thing. */
  private record About(Label label, Thing thing) {}

  static Key of(View view, Declared declared) {
    Facts facts = view.facts();
    var about = new About(view.label(), view.thing());
    return new Key(subject(facts), circumstances(facts, declared), content(facts, declared), about);
  }

  /** A target is told apart by its name first: its candidates have long hash codes. */
  @Override
  public int hashCode() {
    int hash = object instanceof Target target ? target.name().hashCode() : object.hashCode();
    hash = 31 * hash + subject.hashCode();
    hash = 31 * hash + circumstances.hashCode();
    return 31 * hash + content.hashCode();
  }

  /** Which of the circumstances can make a difference: the schema lets rules read them. */
  static final class Declared {
    private static final Traits.Call ANY = new Traits.Call("", Traits.Operation.CHAT, "", false);

    private final boolean call;
    private final boolean asked;
    private final boolean modalities;
    private final boolean tools;
    private final boolean terms;
    private final boolean purpose;
    private final boolean waivers;
    private final boolean hour;
    private final boolean session;
    private final boolean tokens;
    private final boolean losses;
    private final ContentVerdicts content;

    /** {@code owed}: everything that the bundle's permits may ask for in return. */
    Declared(Sight sight, Obligations owed, ContentVerdicts content) {
      this.content = content;
      call =
          owed.wholeAnswers()
              || sight.reads("format")
              || sight.reads("operation")
              || sight.reads("stream");
      asked = sight.reads("asked");
      modalities = sight.reads("modalities");
      tools = sight.reads("tools");
      terms = sight.reads("terms");
      purpose = sight.reads("purpose");
      waivers = sight.reads("waivers");
      hour = sight.reads("hourOfWeek");
      session = sight.reads("session");
      tokens = owed.maxOutputTokens() > 0;
      losses = sight.reads("losses");
    }

    private Traits.Call call(Traits.Call of) {
      if (call && asked) { // without its task, which no rule reads
        return new Traits.Call(of.format(), of.operation(), of.model(), of.stream());
      }
      if (call) {
        return new Traits.Call(of.format(), of.operation(), "", of.stream());
      }
      return asked ? new Traits.Call("", Traits.Operation.CHAT, of.model(), false) : ANY;
    }

    private Map<String, List<String>> lost(Facts facts) {
      return losses ? facts.losses().byModel() : Map.of();
    }

    private Occasion occasion(Facts facts) {
      return hour || session || tokens
          ? new Occasion(
              hour ? Attribute.hourOfWeek(facts.moment()) : 0,
              session ? facts.principal().delegation().session() : "",
              tokens ? facts.traits().size().maxOutputTokens() : 0)
          : Occasion.ANY;
    }
  }

  private static Subject subject(Facts facts) {
    var principal = facts.principal();
    return new Subject(
        principal.tenant(),
        principal.id(),
        principal.affiliation(),
        principal.delegation().chain(),
        principal.delegation().claimed(),
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
        declared.waivers ? facts.waivers() : List.of(),
        declared.occasion(facts));
  }

  private static Content content(Facts facts, Declared declared) {
    List<Found> found = facts.exposure().found();
    if (found.isEmpty()) {
      return new Content(facts.exposure().base(), List.of(), List.of(), declared.lost(facts));
    }
    var labels = new ArrayList<Label>(found.size());
    for (Found one : found) {
      labels.add(one.label());
    }
    return new Content(
        facts.exposure().base(), labels, declared.content.seen(facts), declared.lost(facts));
  }
}
