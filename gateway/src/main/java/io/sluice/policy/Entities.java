package io.sluice.policy;

import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.value.EntityTypeName;
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
    var question = new Engine.Question(principal(action, view), action, resource(view), context);
    return engine.ask(question, others(view));
  }

  private Entity principal(Action action, View view) {
    String id = view.facts().principal().id();
    boolean operator = action.principal().equals("Operator");
    var type = operator ? Engine.Names.OPERATOR : Engine.Names.CALLER;
    return entity(type, id, view);
  }

  private Entity resource(View view) {
    String asker = view.facts().principal().id();
    return switch (view.thing()) {
      case Thing.Model _ -> model(view);
      case Thing.Audience _ -> entity(Engine.Names.AUDIENCE, asker, view);
      case Thing.Call(ToolUse use) -> entity(Engine.Names.TOOL, tool(use.tool()), view);
      case Thing.Stored(String storing) -> entity(Engine.Names.PAYLOAD, storing, view);
      case Thing.Viewed(String kind) -> entity(Engine.Names.LEDGER, kind, view);
      case Thing.Operation(String name) -> entity(Engine.Names.OPERATION, name, view);
    };
  }

  /** {@code server/name}; the name alone where it is the application's own. */
  private static String tool(ToolUse.Tool tool) {
    return tool.server().isEmpty() ? tool.name() : tool.server() + "/" + tool.name();
  }

  private Entity entity(EntityTypeName type, String id, View view) {
    var values = Attribute.values(sight.entity(type.getBaseName()), view);
    return new Entity(Engine.uid(type, id), values, Set.of());
  }

  private Entity model(View view) {
    ModelRef ref = Objects.requireNonNull(view.model()).ref();
    Set<EntityUID> parents =
        sight.modelInProvider()
            ? Set.of(Engine.uid(Engine.Names.PROVIDER, ref.provider()))
            : Set.of();
    return new Entity(modelName(ref), Attribute.values(sight.entity("Model"), view), parents);
  }

  private Set<Entity> others(View view) {
    boolean same =
        view.from() == null || view.model() == null || view.from().ref().equals(view.model().ref());
    return same ? Set.of() : Set.of(model(view.ofPrimary()));
  }
}
