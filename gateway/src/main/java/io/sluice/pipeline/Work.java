package io.sluice.pipeline;

import io.sluice.model.Request;
import io.sluice.model.Traits;
import io.sluice.registry.RouteSetting;
import io.sluice.route.Tasks;
import java.util.Optional;

/** What kind of work a request is: told here, where its content may be seen. */
final class Work {
  private Work() {}

  /** The traits of {@code request}, its task among them. */
  static Traits seen(Request request, Optional<RouteSetting> route) {
    return request.traits().doing(Tasks.of(request, route.map(RouteSetting::task).orElse("")));
  }
}
