package io.petaforge.cloud.aws;

import com.google.common.collect.ImmutableMultimap;
import org.jclouds.http.HttpRequest;
import org.jclouds.rest.Binder;

/** Writes an {@link Ec2Request} as a form. */
public final class BindEc2Request implements Binder {
    @Override
    @SuppressWarnings("unchecked")
    public <R extends HttpRequest> R bindToRequest(R request, Object input) {
        if (!(input instanceof Ec2Request call)) {
            throw new IllegalArgumentException("not a request of EC2: " + input.getClass());
        }
        ImmutableMultimap.Builder<String, String> form = ImmutableMultimap.builder();
        form.put("Action", call.action());
        call.parameters().forEach(form::put);
        return (R) request.toBuilder().replaceFormParams(form.build()).build();
    }
}
