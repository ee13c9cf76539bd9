package io.sluice.policy;

import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.value.EntityUID;
import io.sluice.model.Candidate.ModelRef;
import java.util.Objects;
import java.util.Set;

/** Builds what a question is about, with the attributes that the schema declares and no others. */
record Entities(Sight sight) {

  static EntityUID modelName(ModelRef ref) {
    return Engine.uid(Engine.Names.MODEL, ref.text());
  }

  /** {@code action} in {@code view}: the question, and whom else it speaks of. */
  Engine.Outcome ask(Engine engine, Action action, View view) {
    var context = Attribute.values(sight.context(action), view);
    var question = new Engine.Question(caller(view), action, resource(action, view), context);
    return engine.ask(question, others(view));
  }

  private Entity caller(View view) {
    String id = view.facts().principal().id();
    return new Entity(
        Engine.uid(Engine.Names.CALLER, id), Attribute.values(sight.caller(), view), Set.of());
  }

  private Entity resource(Action action, View view) {
    return switch (action) {
      case INVOKE_MODEL, MASK, FALLBACK -> model(view);
      case RELEASE_OUTPUT ->
          new Entity(
              Engine.uid(Engine.Names.AUDIENCE, view.facts().principal().id()),
              Attribute.values(sight.audience(), view),
              Set.of());
    };
  }

  private Entity model(View view) {
    ModelRef ref = Objects.requireNonNull(view.model()).ref();
    Set<EntityUID> parents =
        sight.modelInProvider()
            ? Set.of(Engine.uid(Engine.Names.PROVIDER, ref.provider()))
            : Set.of();
    return new Entity(modelName(ref), Attribute.values(sight.model(), view), parents);
  }

  private Set<Entity> others(View view) {
    boolean same =
        view.from() == null || view.model() == null || view.from().ref().equals(view.model().ref());
    return same ? Set.of() : Set.of(model(view.ofPrimary()));
  }
}
