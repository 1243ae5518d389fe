package dev.hopwise.server.ui;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.file.HttpFile;
import dev.hopwise.server.listen.Texts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Serves the user interface from the class path's `/ui/`.
///
/// Files lie at the top and in `assets`, and have a dot in their name. Any other path is one of the
/// interface's own routes and gets index.html, `/services/shop.mail` too. Files under `/assets/`
/// carry a hash in their name and may be kept for ever; all else is asked for again each time.
public final class UiService implements HttpService {

  private static final ServerCacheControl FOR_EVER =
      ServerCacheControl.builder().cachePublic().maxAgeSeconds(31_536_000).immutable().build();
  private static final ServerCacheControl ASK_AGAIN =
      ServerCacheControl.builder().noCache().build();

  private final ClassLoader classLoader;
  private final String folder;
  private final Map<String, HttpFile> files = new ConcurrentHashMap<>();

  /// @param folder of the class path, without slashes around it
  public UiService(ClassLoader classLoader, String folder) {
    this.classLoader = classLoader;
    this.folder = folder;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      return Texts.methodNotAllowed("GET, HEAD");
    }
    String path = context.decodedPath();
    boolean isFile = isFile(path);
    String resource = isFile ? folder + path : folder + "/index.html";
    // Only what exists is remembered, so that made-up paths cannot fill the map.
    if (!files.containsKey(resource) && classLoader.getResource(resource) == null) {
      return missing(isFile, path);
    }
    return files.computeIfAbsent(resource, this::file).asService().serve(context, request);
  }

  private static boolean isFile(String path) {
    boolean isWhereFilesAre = path.startsWith("/assets/") || path.indexOf('/', 1) < 0;
    return isWhereFilesAre && path.indexOf('.', path.lastIndexOf('/') + 1) >= 0;
  }

  private HttpFile file(String resource) {
    boolean hashed = resource.startsWith(folder + "/assets/");
    return HttpFile.builder(classLoader, resource)
        .cacheControl(hashed ? FOR_EVER : ASK_AGAIN)
        .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .build();
  }

  private static HttpResponse missing(boolean isFile, String path) {
    return Texts.of(
        HttpStatus.NOT_FOUND,
        isFile
            ? "no such file: " + path
            : "this build of Hopwise has no user interface; the HTTP API is at /api/v1");
  }
}
