package io.petaforge.cloud.aws;

import org.jclouds.aws.ec2.config.AWSEC2HttpApiModule;
import org.jclouds.aws.filters.FormSignerV4.ServiceAndRegion;
import org.jclouds.rest.ConfiguresHttpApi;
import org.jclouds.rest.config.BinderUtils;

/** jclouds' EC2 with our additions, and with the region as the inventory names it: a private address does not tell it. */
@ConfiguresHttpApi
final class Ec2Module extends AWSEC2HttpApiModule {
    private final String region;

    Ec2Module(String region) {
        this.region = region;
    }

    @Override
    protected void configure() {
        super.configure();
        BinderUtils.bindHttpApi(binder(), Ec2Additions.class);
        BinderUtils.bindHttpApi(binder(), QuotasApi.class);
        bind(ServiceAndRegion.class).toInstance(new ServiceAndRegion() {
            @Override
            public String service() {
                return "ec2";
            }

            @Override
            public String region(String host) {
                return region;
            }
        });
    }
}
