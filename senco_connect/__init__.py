"""Keep a school's MIS, its SEN register and its pupil folders telling one story."""
