"""Courses of treatment, as migration 0013 makes their table; what has shipped is never edited."""

COURSE_TABLES: tuple[str, ...] = (
    # `consultation_id` is the visit whose plan it is. It may go before the last visit of the course, which stays then.
    """
    create table courses (
        id text primary key,
        patient_id text not null references patients (id),
        consultation_id text not null,
        begun_at text not null,
        updated_at text not null,
        record blob not null
    ) strict
    """,
    "create index courses_by_patient on courses (patient_id, begun_at)",
    """
    create trigger courses_refuse_delete before delete on courses
    when exists (select 1 from consultations where id = old.consultation_id)
    begin
        select raise(abort, 'a course goes after the visit that planned it');
    end
    """,
    """
    create trigger courses_keep_their_patient before update of id, patient_id, consultation_id, begun_at on courses
    when (old.id, old.patient_id, old.consultation_id, old.begun_at)
        is not (new.id, new.patient_id, new.consultation_id, new.begun_at)
    begin
        select raise(abort, 'a course stays the one of its patient and visit');
    end
    """,
)
