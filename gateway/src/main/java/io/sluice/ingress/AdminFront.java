package io.sluice.ingress;

import io.sluice.admin.Warrants;
import io.sluice.identity.Operator;
import io.sluice.identity.OperatorAuth;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Secret;
import io.sluice.model.Stop;
import io.sluice.pipeline.Head;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The admin plane: who asks is known, and policy has been asked, before a route is run; a route
 * without a role is one of the few that say nothing.
 */
final class AdminFront implements Front {
  static final String COOKIE = "sluice_session";

  private final List<AdminRoute> routes;
  private final OperatorAuth operators;
  private final Warrants warrants;

  AdminFront(List<AdminRoute> routes, AdminPlane.SignIn signIn) {
    this.routes = List.copyOf(routes);
    AdminQuestion.all(routes);
    this.operators = signIn.operators();
    this.warrants = signIn.warrants();
  }

  @Override
  public void serve(Arrival arrival) {
    AdminReply reply;
    try {
      reply = reply(arrival);
    } catch (Stop stop) {
      reply = refusal(stop.fault());
    } catch (RuntimeException bug) {
      reply = refusal(Fault.of(Code.INTERNAL, "an error inside the gateway"));
    }
    send(arrival, reply);
  }

  @Override
  public void refuse(Arrival arrival, Fault fault) {
    send(arrival, refusal(fault));
  }

  private AdminReply reply(Arrival arrival) {
    var line = arrival.line();
    boolean known = false;
    for (AdminRoute route : routes) {
      var variables = route.match(line.path());
      known |= variables.isPresent();
      if (variables.isPresent() && method(line.method()).equals(route.method())) {
        return run(route, variables.get(), arrival);
      }
    }
    throw known
        ? Fault.of(Code.METHOD_NOT_ALLOWED, "this path has no " + line.method()).stop()
        : Fault.of(Code.NOT_FOUND, "the admin plane has no such path").stop();
  }

  private static String method(String asked) {
    return asked.equals("HEAD") ? "GET" : asked;
  }

  private AdminReply run(AdminRoute route, Map<String, String> variables, Arrival arrival) {
    Operator operator = null;
    if (route.role() != null) {
      operator = operators.identify(presented(arrival));
      operator.require(route.role());
      AdminQuestion.of(route).put(warrants, operator);
    }
    var line = arrival.line();
    return route.handler().handle(new AdminCall(operator, variables, line.query(), body(arrival)));
  }

  private static Bytes body(Arrival arrival) {
    return arrival.takeBody();
  }

  /** A bearer token, or the console's cookie on requests that its own pages make. */
  private static Secret presented(Arrival arrival) {
    var headers = arrival.line().headers();
    String authorization = headers.first("authorization", "");
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Secret.of(authorization.substring(7).strip());
    }
    String site = headers.first("sec-fetch-site", "none");
    boolean ours = site.equals("same-origin") || site.equals("none");
    String cookie = ours ? cookie(headers.first("cookie", "")) : null;
    if (cookie == null) {
      throw Fault.of(Code.UNAUTHENTICATED, "an operator's token is needed").stop();
    }
    return Secret.of(cookie);
  }

  private static @Nullable String cookie(String header) {
    for (String pair : header.split(";", -1)) {
      String trimmed = pair.strip();
      if (trimmed.startsWith(COOKIE + "=")) {
        return trimmed.substring(COOKIE.length() + 1);
      }
    }
    return null;
  }

  private static AdminReply refusal(Fault fault) {
    var writer = new JsonWriter(256).object().name("error").object();
    writer.field("code", fault.code().word()).field("message", fault.message());
    writer.name("details").array();
    fault.details().forEach(writer::value);
    return AdminReply.json(fault.status(), writer.endArray().endObject().endObject());
  }

  private static void send(Arrival arrival, AdminReply reply) {
    arrival.client().answer(new Head(reply.status(), reply.headers(), false), reply.body());
  }
}
