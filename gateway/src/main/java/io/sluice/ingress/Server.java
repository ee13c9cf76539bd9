package io.sluice.ingress;

import io.sluice.model.Clock;
import io.sluice.model.ExchangeId;
import io.sluice.net.Loops;
import io.sluice.pipeline.Feedback;
import io.sluice.pipeline.Gateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens listeners. */
public final class Server {
  private Server() {}

  /** What the client plane needs. */
  public record ClientPlane(
      Gateway gateway, Feedback feedback, Supplier<ExchangeId> ids, Clock clock) {}

  /**
   * Listens for applications.
   *
   * @throws IOException if the port or the certificate cannot be had
   */
  public static Listener clients(ServerSettings settings, ClientPlane plane, Loops loops)
      throws IOException {
    return open(settings, new ModelFront(plane), loops, LiveCertificates.read(settings.tls()));
  }

  /**
   * Listens for operators. Where this speaks TLS, it shows what {@code clients} shows, so that both
   * change at the same time.
   *
   * @throws IOException if the port cannot be had
   */
  public static Listener operators(
      ServerSettings settings, AdminPlane plane, Loops loops, Listener clients) throws IOException {
    var front = new AdminFront(routes(plane), plane.signIn());
    return open(settings, front, loops, settings.tls() == null ? null : clients.certificates());
  }

  /** Every route of the admin plane. */
  static List<AdminRoute> routes(AdminPlane plane) {
    var views = plane.state().views();
    var all = new ArrayList<AdminRoute>();
    all.addAll(new StateRoutes(plane.state().view()).routes());
    all.addAll(new CatalogueRoutes(plane.state().catalogue()).routes());
    all.addAll(new CompareRoutes(plane.state().views().compare(), plane.clock()).routes());
    all.addAll(new ProbeRoutes(plane.state().views().onboard()).routes());
    all.addAll(new ToolRoutes(plane.state().tools()).routes());
    all.addAll(new ContentRoutes(views.contents().registered()).routes());
    all.addAll(new PolicyRoutes(plane.state().policies(), plane.clock()).routes());
    all.addAll(new KeyRoutes(plane.keys(), plane.clock()).routes());
    all.addAll(new OperatorRoutes(plane.people()).routes());
    all.addAll(new ApprovalRoutes(plane.governance().approvals()).routes());
    all.addAll(new SuspensionRoutes(plane.governance().suspensions()).routes());
    all.addAll(new MeasureRoutes(plane.governance().measures()).routes());
    all.addAll(new ReviewRoutes(plane.governance().reviews()).routes());
    all.addAll(new InventoryRoutes(plane.governance().inventory()).routes());
    all.addAll(new WaiverRoutes(plane.governance().waivers()).routes());
    all.addAll(new CredentialRoutes(plane.credentials(), plane.clock()).routes());
    all.addAll(new RecordRoutes(plane.record().read()).routes());
    all.addAll(new QuestionRoutes(plane.record()).routes());
    all.addAll(new PayloadRoutes(plane.record()).routes());
    all.addAll(new FlowRoutes(views.flow(), views.contents().releases()).routes());
    all.addAll(new ConsoleRoutes(plane.signIn().link()).routes());
    return all;
  }

  private static Listener open(
      ServerSettings settings, Front front, Loops loops, @Nullable LiveCertificates tls)
      throws IOException {
    var listener = new Listener(settings, front, tls);
    listener.open(loops);
    return listener;
  }
}
