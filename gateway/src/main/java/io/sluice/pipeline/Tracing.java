package io.sluice.pipeline;

import io.sluice.flow.Arguments;
import io.sluice.flow.CallWeight;
import io.sluice.flow.CallWeight.Reach;
import io.sluice.flow.CallWeight.Scales;
import io.sluice.flow.Declassifier.Declassified;
import io.sluice.flow.FlowSettings;
import io.sluice.flow.Lineage;
import io.sluice.flow.Named;
import io.sluice.flow.ToolDraft;
import io.sluice.flow.ToolHints;
import io.sluice.flow.ToolPolicies;
import io.sluice.flow.ToolPolicy;
import io.sluice.flow.Tracer;
import io.sluice.inspect.Inspector;
import io.sluice.json.JsonLimits;
import io.sluice.model.ExchangeId;
import io.sluice.model.Finding;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Message;
import io.sluice.model.Origin;
import io.sluice.model.Part;
import io.sluice.model.Prompt;
import io.sluice.model.Segment;
import io.sluice.model.Stretch;
import io.sluice.model.Tools.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Tells where a value that a model says comes from, by what the request held. Thread-safe. */
public final class Tracing {
  private final Inspector inspector;
  private final Lineage lineage;

  /**
   * Looks into values with {@code inspector}, and knows what was seen before by {@code lineage}.
   */
  public Tracing(Inspector inspector, Lineage lineage) {
    this.inspector = inspector;
    this.lineage = lineage;
  }

  private static boolean foreign(Stretch stretch) {
    return stretch.label().integrity().compareTo(Integrity.USER) < 0;
  }

  /** What is known of one request. */
  Traced of(ExchangeId exchange, Content content) {
    return new Traced(exchange, content);
  }

  /** One request's content, as far as calls are judged by it. */
  final class Traced {
    private final String exchange;
    private final Content content;
    private final ToolPolicies tools;
    private final Label context;
    private final Scales scales;

    private Traced(ExchangeId exchange, Content content) {
      this.exchange = exchange.value();
      this.content = content;
      this.tools = content.snapshot().labels().tools();
      this.context = content.seen();
      this.scales = new Scales(named(), this::lineage);
    }

    /** The label of all that the model has seen. */
    Label context() {
      return context;
    }

    /**
     * All that the model has seen, as it is worth where a call goes: what is for those readers is
     * public to them. Where the context has a label that no piece of it explains, nothing is.
     */
    Declassified toward(Reach reach) {
      List<Label> pieces = pieces();
      var all = Label.BOTTOM;
      for (Label piece : pieces) {
        all = all.join(piece);
      }
      return context.flowsTo(all) ? reach.toward(pieces) : new Declassified(context, "");
    }

    /** The labels of all that the model has seen, each piece for itself. */
    List<Label> pieces() {
      var all = new ArrayList<Label>();
      for (var traced : content.inspection().provenance().bySegment()) {
        all.add(traced.own());
        traced.foreign().forEach(stretch -> all.add(stretch.label()));
      }
      content.facts().exposure().found().forEach(found -> all.add(found.label()));
      return all;
    }

    /** What the arguments of a call of {@code tool} are worth. */
    CallWeight weigh(ToolPolicy tool, String arguments) {
      var read = Arguments.of(arguments, JsonLimits.DEFAULT);
      return CallWeight.of(read, tool.sink(), scales);
    }

    /** True if the arguments of a call hold a canary. */
    boolean canary(String arguments) {
      return lineage.guarded(tenant()) && !lineage.canaries(tenant(), arguments).isEmpty();
    }

    /** What the tool of that name does: as operators say, else as its definition suggests. */
    ToolPolicy tool(String name) {
      var known = tools.knows(name) ? tools.of(name) : ToolDraft.of(name, schema(name));
      return ToolHints.of(name, offered()).over(known);
    }

    private List<Tool> offered() {
      return content.request() instanceof Prompt prompt ? prompt.tools().offered() : List.of();
    }

    /** True if operators said what that tool does. */
    boolean described(String name) {
      return tools.knows(name);
    }

    private String schema(String name) {
      for (Tool tool : offered()) {
        if (tool.name().equals(name)) {
          return tool.schema().text();
        }
      }
      return "";
    }

    private Named named() {
      var named = new Named();
      var directories = directories();
      var segments = content.request().segments();
      var traced = content.inspection().provenance().bySegment();
      for (int i = 0; i < segments.size(); i++) {
        Segment segment = segments.get(i);
        Integrity own = i < traced.size() ? traced.get(i).own().integrity() : untraced(segment);
        List<Stretch> known = i < traced.size() ? traced.get(i).foreign() : List.of();
        boolean speaks =
            segment.source() == Segment.Source.USER || segment.source() == Segment.Source.SYSTEM;
        if (directories.containsKey(segment)) {
          named.list(segment.text());
        } else if (speaks && own.compareTo(Integrity.USER) >= 0) {
          named.add(segment.text(), known.stream().filter(Tracing::foreign).toList());
        }
      }
      return named;
    }

    private Integrity untraced(Segment segment) {
      boolean user = segment.source() == Segment.Source.USER;
      return user ? content.facts().principal().grants().integrity() : Integrity.UNTRUSTED;
    }

    /** What address books returned. */
    private Map<Segment, Boolean> directories() {
      var all = new IdentityHashMap<Segment, Boolean>(0);
      if (!(content.request() instanceof Prompt prompt)) {
        return all;
      }
      var names = new HashMap<String, String>();
      for (Message message : prompt.messages()) {
        for (Part part : message.parts()) {
          if (part instanceof Part.ToolCall call) {
            names.put(call.id(), call.name());
          } else if (part instanceof Part.ToolResult result
              && directory(names.getOrDefault(result.callId(), ""))) {
            result.content().forEach(piece -> text(piece, all));
          }
        }
      }
      return all;
    }

    private boolean directory(String tool) {
      return tools.of(tool).directory();
    }

    /**
     * What was recognised in a value, and what detectors found: each of it may read who may all.
     */
    private List<Label> lineage(String value) {
      var labels = new ArrayList<Label>();
      var known = lineage.recognise(tenant(), value).stream().filter(one -> !itself(one)).toList();
      known.forEach(one -> labels.add(one.label()));
      FlowSettings settings = content.snapshot().labels().settings();
      for (List<Finding> findings : inspector.scan(value).bySegment()) {
        for (Finding finding : findings) {
          Label label = settings.meaning(finding.type()).label();
          for (Stretch around : known) {
            label =
                around.span().holds(finding.span()) ? label.read(around.label().readers()) : label;
          }
          labels.add(label);
        }
      }
      return labels;
    }

    /**
     * True for the answer that is decided about: that it is known does not tell where it is from.
     */
    private boolean itself(Stretch stretch) {
      return !stretch.origins().isEmpty() && stretch.origins().stream().allMatch(this::answered);
    }

    private boolean answered(Origin origin) {
      return origin.exchange().equals(exchange) && Tracer.answered(origin);
    }

    private String tenant() {
      return content.facts().principal().tenant();
    }
  }

  private static void text(Part piece, Map<Segment, Boolean> into) {
    if (piece instanceof Part.Text text) {
      into.put(text.segment(), true);
    }
  }
}
