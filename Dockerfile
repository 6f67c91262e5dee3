# The portal for production: `docker compose up` builds it. Two stages, so that the image holds no compiler
# and no package cache; everything runs as an ordinary user that cannot change the code.
FROM python:3.13-slim-trixie AS packages
COPY requirements.lock .
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.13-slim-trixie
# A Japanese universal design font for PDFs, and an init that passes signals on.
RUN apt-get update -q \
    && apt-get install -q -y --no-install-recommends fonts-morisawa-bizud-gothic tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/portal --create-home portal
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/portal
COPY manage.py ./
COPY config config
COPY core core
COPY audit audit
COPY accounts accounts
COPY notifications notifications
COPY municipalities municipalities
COPY advisors advisors
COPY projects projects
COPY reports reports
COPY templates templates
COPY static static
COPY locale locale
COPY docs/openapi.yaml docs/openapi.yaml
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PORTAL_VAR=/var/lib/portal
# Translations and static files belong to the image: they change with the code and with nothing else.
RUN python manage.py compile_messages \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p /var/lib/portal/files /var/lib/portal/backups \
    && chown -R portal:portal /var/lib/portal
USER portal
ENV DJANGO_SETTINGS_MODULE=config.settings.production
EXPOSE 8000
ENTRYPOINT ["tini", "--"]
CMD ["gunicorn", "config.wsgi:application", "--preload", "--bind", "0.0.0.0:8000", "--workers", "4", "--log-level", "warning"]
