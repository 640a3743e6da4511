package io.petaforge.netboot;

import java.util.List;

/** {@code nginx.conf}: each machine gets its own answers, for they hold its private host key; the images are everybody's. */
final class WebServerFile {
    private WebServerFile() {}

    static String render(BootServer server, List<BootTarget> targets) {
        StringBuilder text = new StringBuilder();
        text.append("# To be included in the http section of nginx.\nserver {\n    listen ")
                .append(server.address())
                .append(':')
                .append(server.httpPort())
                .append(";\n    root ")
                .append(server.directory().resolve(NetworkBoot.WEB))
                .append(";\n    location / { deny all; }\n    location /images/ { }\n");
        targets.forEach(target -> text.append("    location /")
                .append(target.machine())
                .append("/ { allow ")
                .append(target.address())
                .append("; deny all; }\n"));
        return text.append("}\n").toString();
    }
}
